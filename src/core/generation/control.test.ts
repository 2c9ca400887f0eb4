import { afterAll, beforeAll, expect, test } from "vitest";
import { changeBatch } from "./change-batch.ts";
import { estimateBatch } from "./estimate-batch.ts";
import { getBatchProgress } from "./get-batch-progress.ts";
import { pauseBatch } from "./pause-batch.ts";
import { resumeBatch } from "./resume-batch.ts";
import { startBatch } from "./start-batch.ts";
import { setProjectCap } from "../projects/set-project-cap.ts";
import { auditEvents } from "#/platform/db/tables/workspaces.ts";
import type { TestContext } from "../../../test/context.ts";
import {
  createGenerationScene,
  goodAnswer,
  practice,
  runHere,
  scripted,
  startAll,
} from "../../../test/generation.ts";

let scene: TestContext;
beforeAll(async () => {
  scene = await createGenerationScene({ template: 6, scenario: 0, edge_case: 0 });
});
afterAll(() => scene.close());

const rest = { kind: "filter" as const, filter: { status: ["not_generated" as const] } };

test("a paused run sends nothing until it is continued; each step is on the record", async () => {
  const { ctx, projectId } = scene;
  const { id: batchId } = await startAll(ctx, projectId, practice, 6);
  const paused = await pauseBatch({ ctx, input: { batchId } });
  expect(paused).toMatchObject({
    state: "paused",
    pause: { kind: "person", by: ctx.actor.name },
    secondsLeft: null,
  });
  await runHere(ctx, practice, batchId);
  expect(await getBatchProgress({ ctx, input: { batchId } })).toMatchObject({ done: 0 });
  await expect(pauseBatch({ ctx, input: { batchId } })).rejects.toMatchObject({ code: "conflict" });

  const changed = await changeBatch({
    ctx,
    input: { batchId, capMicros: 5_000_000, concurrency: 3 },
  });
  expect(changed).toMatchObject({ state: "paused", capMicros: 5_000_000, concurrency: 3 });
  expect(await changeBatch({ ctx, input: { batchId, capMicros: null } })).toMatchObject({
    capMicros: null,
    concurrency: 3,
  });

  expect(await resumeBatch({ ctx, input: { batchId } })).toMatchObject({
    state: "running",
    pause: null,
  });
  await runHere(ctx, practice, batchId);
  expect(await getBatchProgress({ ctx, input: { batchId } })).toMatchObject({
    state: "finished",
    done: 6,
  });
  for (const verb of [pauseBatch, resumeBatch]) {
    await expect(verb({ ctx, input: { batchId } })).rejects.toMatchObject({ code: "conflict" });
  }
  await expect(changeBatch({ ctx, input: { batchId, concurrency: 1 } })).rejects.toMatchObject({
    code: "conflict",
  });
  const events = await scene.ownerDb.select().from(auditEvents);
  const steps = events.filter(({ targetId }) => targetId === batchId).map(({ action }) => action);
  expect(steps).toEqual(
    expect.arrayContaining(["batch.paused", "batch.changed", "batch.resumed", "batch.finished"]),
  );
});

test("wishes that make no sense are refused by field before anything is sent", async () => {
  const { ctx, projectId } = scene;
  const start = (wish: object) =>
    startBatch({
      ctx,
      providers: practice,
      input: { projectId, selection: rest, expectedCount: 1, ...wish },
    });
  for (const [wish, field] of [
    [{ capMicros: 0 }, "capMicros"],
    [{ concurrency: 10_000 }, "concurrency"],
    [{ concurrency: 0 }, "concurrency"],
    [{ target: { good: 5, candidates: 3 } }, "target.candidates"],
    [{ feedback: "x".repeat(2_001) }, "feedback"],
  ] as const) {
    await expect(start(wish)).rejects.toMatchObject({ code: "invalid_input", fields: [{ field }] });
  }
});

test("the dialog says what is left under a cap, that a price of nothing holds no cap, and what lanes allow", async () => {
  const { ctx, projectId } = scene;
  const input = {
    projectId,
    selection: { kind: "filter" as const, filter: {} },
    limit: 4,
    concurrency: 50,
  };
  const providers = scripted(goodAnswer);
  expect(await estimateBatch({ ctx, providers, input })).toMatchObject({ count: 4, budget: null });
  await setProjectCap({ ctx, input: { projectId, capMicros: 20_000 } });
  const tight = await estimateBatch({ ctx, providers, input });
  expect(tight.budget).toEqual({ scope: "project", leftMicros: 20_000 });
  expect(tight.concurrency).toBe(2);
  expect(tight.warnings.join("\n")).toMatch(/is left for this project, less than this takes/);
  expect(tight.warnings.join("\n")).toMatch(/set to 2 calls side by side/);
});
