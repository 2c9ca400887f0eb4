import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { changeBatch } from "./change-batch.ts";
import { estimateBatch } from "./estimate-batch.ts";
import { getBatchProgress } from "./get-batch-progress.ts";
import { resumeBatch } from "./resume-batch.ts";
import { startBatch } from "./start-batch.ts";
import { inTransaction } from "../context.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";
import type { TestContext } from "../../../test/context.ts";
import {
  createGenerationScene,
  goodAnswer,
  poorAnswer,
  runHere,
  scripted,
  statesOf,
} from "../../../test/generation.ts";

let scene: TestContext;
beforeAll(async () => {
  scene = await createGenerationScene({ template: 6, scenario: 6, edge_case: 4 });
});
afterAll(() => scene.close());

const unwritten = { kind: "filter" as const, filter: { status: ["not_generated" as const] } };
const providers = scripted(goodAnswer, 4);

function estimate(more: { target?: { good: number; candidates: number }; feedback?: string } = {}) {
  const { ctx, projectId } = scene;
  return estimateBatch({ ctx, providers, input: { projectId, selection: unwritten, ...more } });
}

test("ten good ones of sixteen rows cost about ten texts, and at most all that may be written", async () => {
  const whole = await estimate();
  const some = await estimate({ target: { good: 4, candidates: 48 } });
  expect(whole).toMatchObject({ count: 16, texts: null });
  expect(some.count).toBe(16);
  expect(some.texts?.high).toBe(48);
  expect(some.texts?.expected).toBeLessThan(8);
  expect(some.costMicros.expected).toBeLessThan(whole.costMicros.expected / 2);
  expect(some.costMicros.high).toBeGreaterThan(2 * whole.costMicros.high);
  expect(some.basis).toContain("four of five is assumed");
});

test("what one call may need is what is held for the dearest of them; below it nothing is sent", async () => {
  const { ctx, projectId } = scene;
  const { mostForOneMicros } = await estimate();
  const wished = await estimate({ feedback: "Shorter answers. ".repeat(40) });
  expect(wished.mostForOneMicros).toBeGreaterThan(mostForOneMicros);

  const [one = ""] = (await statesOf(ctx)).map(({ id }) => id);
  const selection = { kind: "ids" as const, ids: [one] };
  const { mostForOneMicros: most } = await estimateBatch({
    ctx,
    providers,
    input: { projectId, selection },
  });
  const input = { projectId, selection, expectedCount: 1, capMicros: most - 1 };
  const { id: batchId } = await startBatch({ ctx, providers, input });
  await runHere(ctx, providers, batchId);
  expect(await getBatchProgress({ ctx, input: { batchId } })).toMatchObject({
    state: "paused",
    pause: { kind: "cap" },
    costMicros: 0,
  });
  await changeBatch({ ctx, input: { batchId, capMicros: most } });
  await resumeBatch({ ctx, input: { batchId } });
  await runHere(ctx, providers, batchId);
  expect(await getBatchProgress({ ctx, input: { batchId } })).toMatchObject({
    state: "finished",
    done: 1,
  });

  const rest = await estimate();
  const all = { projectId, selection: unwritten, expectedCount: 15 };
  const { id } = await startBatch({ ctx, providers, input: all });
  await runHere(ctx, providers, id);
  const calls = await inTransaction(ctx, (tx) =>
    tx.select().from(callAttempts).where(eq(callAttempts.batchId, id)),
  );
  expect(calls).toHaveLength(15);
  expect(rest.mostForOneMicros).toBe(Math.max(...calls.map((call) => call.reservedMicros ?? 0)));
});

test("the writer's own number is told beside the one that was wished", async () => {
  const { ctx, projectId } = scene;
  const estimated = await estimateBatch({
    ctx,
    providers,
    input: { projectId, selection: { kind: "filter", filter: {} }, concurrency: 2 },
  });
  expect(estimated).toMatchObject({ concurrency: 2, ownConcurrency: 4 });
});

test("once texts were written, their fate says how many are needed; a row written twice counts as two", async () => {
  const { ctx, projectId } = scene;
  const input = { projectId, selection: { kind: "filter" as const, filter: {} } };
  const before = await estimateBatch({ ctx, providers, input });
  const target = { good: 8, candidates: 32 };
  const measured = await estimateBatch({ ctx, providers, input: { ...input, target } });
  expect(measured.basis).toMatch(/Of 16 texts \d+ passed every check/);
  const ids = (await statesOf(ctx)).map(({ id }) => id);
  const poor = scripted((request) => poorAnswer(request, 99), 4);
  const twice = { projectId, selection: { kind: "ids" as const, ids }, expectedCount: 16 };
  const { id: batchId } = await startBatch({
    ctx,
    providers: poor,
    input: { ...twice, target: { good: 16, candidates: 32 } },
  });
  const progress = () => getBatchProgress({ ctx, input: { batchId } });
  while ((await progress()).state !== "finished") await runHere(ctx, poor, batchId);
  expect(await progress()).toMatchObject({ written: 32, good: 0 });
  const after = await estimateBatch({ ctx, providers, input: { ...input, target } });
  const texts = Number(/Of (\d+) texts/.exec(after.basis)?.[1]);
  expect(texts).toBe(16 + 32);
  expect(after.texts?.expected).toBeGreaterThan(2 * (measured.texts?.expected ?? 0));
  // Each text cost the same, so rows that took two of them don't make one row dearer.
  const plain = await estimateBatch({ ctx, providers, input });
  expect(plain.costMicros.expected / before.costMicros.expected).toBeCloseTo(1, 1);
});
