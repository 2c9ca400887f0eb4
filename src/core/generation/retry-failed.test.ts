import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { getBatchProgress } from "./get-batch-progress.ts";
import { pauseBatch } from "./pause-batch.ts";
import { resumeBatch } from "./resume-batch.ts";
import { retryFailed } from "./retry-failed.ts";
import { inTransaction } from "../context.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import { batches, callAttempts } from "#/platform/db/tables/generation.ts";
import type { ProviderRequest } from "#/platform/llm/port.ts";
import type { TestContext } from "../../../test/context.ts";
import {
  createGenerationScene,
  goodAnswer,
  runHere,
  scripted,
  startAll,
} from "../../../test/generation.ts";

let scene: TestContext;
let ids: string[];
beforeAll(async () => {
  scene = await createGenerationScene({ template: 20, scenario: 0, edge_case: 0 });
  const rows = await inTransaction(scene.ctx, (tx) =>
    tx.select({ id: conversations.id }).from(conversations).orderBy(conversations.position),
  );
  ids = rows.map((row) => row.id);
});
afterAll(() => scene.close());

const down = async () => {
  throw new Error("down");
};

/** A run of so many, of which the first to be asked for fails; `after` happens before it has. */
async function withOneFailed(count: number, after: (batchId: string) => Promise<unknown>) {
  const { ctx, projectId } = scene;
  const asked: ProviderRequest[] = [];
  let batchId = "";
  const providers = scripted(async (request) => {
    asked.push(request);
    if (asked.length > 1) return goodAnswer(request);
    await after(batchId);
    return down();
  }, 1);
  ({ id: batchId } = await startAll(ctx, projectId, providers, count, ids.splice(0, count)));
  await runHere(ctx, providers, batchId);
  return { batchId, providers, asked };
}

const progressOf = (batchId: string) => getBatchProgress({ ctx: scene.ctx, input: { batchId } });

test("in a paused run what failed waits with the others, and nothing is sent before it is continued", async () => {
  const { ctx } = scene;
  const pause = (batchId: string) => pauseBatch({ ctx, input: { batchId } });
  const { batchId, providers, asked } = await withOneFailed(3, pause);
  expect(await progressOf(batchId)).toMatchObject({ state: "paused", failed: 1, queued: 2 });
  const retried = await retryFailed({ ctx, input: { batchId } });
  expect(retried).toMatchObject({ state: "paused", failed: 0, queued: 3 });
  expect(retried.pause).toMatchObject({ kind: "person" });
  await runHere(ctx, providers, batchId);
  expect(asked).toHaveLength(1);
  await resumeBatch({ ctx, input: { batchId } });
  await runHere(ctx, providers, batchId);
  expect(await progressOf(batchId)).toMatchObject({ state: "finished", done: 3, queued: 0 });
});

test("a run that is being stopped isn't started again by it", async () => {
  const { ctx, ownerDb } = scene;
  const { batchId } = await withOneFailed(1, async () => undefined);
  await ownerDb.update(batches).set({ state: "cancelling" }).where(eq(batches.id, batchId));
  await expect(retryFailed({ ctx, input: { batchId } })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("is being stopped"),
  });
  expect(await progressOf(batchId)).toMatchObject({ isStopping: true, failed: 1, queued: 0 });
});

test.each([
  [{ good: 1, candidates: 9 }, "as many good ones as were wanted (1)"],
  [{ good: 9, candidates: 1 }, "as many texts as it may (1)"],
])("beyond the target %o nothing is queued, and the failure stays told", async (target, why) => {
  const { ctx, ownerDb } = scene;
  const { batchId } = await withOneFailed(2, async () => undefined);
  await ownerDb.update(batches).set({ target }).where(eq(batches.id, batchId));
  const { good, written } = await progressOf(batchId);
  expect({ good, written }).toEqual({ good: 1, written: 1 });
  await expect(retryFailed({ ctx, input: { batchId } })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining(why),
  });
  expect(await progressOf(batchId)).toMatchObject({ state: "finished", failed: 1 });
});

test("an answer that came home after its row had failed is used, not paid for again", async () => {
  const { ctx, ownerDb } = scene;
  const { batchId, asked } = await withOneFailed(1, async () => undefined);
  const [request] = asked;
  if (!request) throw new Error("nothing was asked");
  const { text } = await goodAnswer(request);
  await ownerDb
    .update(callAttempts)
    .set({ state: "succeeded", failure: null, response: { text, stopReason: "end", raw: null } })
    .where(eq(callAttempts.batchId, batchId));
  await retryFailed({ ctx, input: { batchId } });
  await runHere(ctx, scripted(down), batchId);
  expect(await progressOf(batchId)).toMatchObject({ state: "finished", done: 1, failed: 0 });
});

test("how long a run took leaves out its pauses and the time until it is tried again", async () => {
  const { ctx } = scene;
  const second = () => new Promise((resolve) => setTimeout(resolve, 1_000));
  const pause = (batchId: string) => pauseBatch({ ctx, input: { batchId } });
  const { batchId, providers } = await withOneFailed(2, pause);
  expect(await progressOf(batchId)).toMatchObject({ activeSeconds: null, ratePerMinute: null });
  await second();
  await resumeBatch({ ctx, input: { batchId } });
  await runHere(ctx, providers, batchId);
  const once = await progressOf(batchId);
  await second();
  await retryFailed({ ctx, input: { batchId } });
  await runHere(ctx, providers, batchId);
  const twice = await progressOf(batchId);
  const whole = ({ createdAt, finishedAt }: typeof once) =>
    ((finishedAt?.getTime() ?? 0) - createdAt.getTime()) / 1_000;
  expect(once.activeSeconds).toBeGreaterThan(0);
  expect(whole(once) - (once.activeSeconds ?? 0)).toBeGreaterThanOrEqual(1);
  expect(twice.activeSeconds).toBeGreaterThan(once.activeSeconds ?? 0);
  expect(whole(twice) - (twice.activeSeconds ?? 0)).toBeGreaterThanOrEqual(2);
});
