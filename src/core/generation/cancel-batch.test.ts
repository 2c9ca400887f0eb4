import { eq } from "drizzle-orm";
import { afterAll, beforeEach, expect, test } from "vitest";
import { cancelBatch } from "./cancel-batch.ts";
import { getBatchProgress } from "./get-batch-progress.ts";
import { listBatchesToRun } from "./list-batches-to-run.ts";
import { inTransaction } from "../context.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import type { TestContext } from "../../../test/context.ts";
import {
  createGenerationScene,
  endLeases,
  goodAnswer,
  holding,
  practice,
  runElsewhere,
  runHere,
  scripted,
  startAll,
  statesOf,
} from "../../../test/generation.ts";

let scene: TestContext;
beforeEach(async () => {
  await scene?.close();
  scene = await createGenerationScene({ template: 6, scenario: 0, edge_case: 0 });
});
afterAll(() => scene.close());
const stateOf = () => statesOf(scene.ctx);

test("cancelling leaves what waits as it was and lets what is under way finish", async () => {
  const { ctx, projectId } = scene;
  const rows = await stateOf();
  const first = await startAll(ctx, projectId, practice, 1, [rows[5]?.id ?? ""]);
  await runHere(ctx, practice, first.id);
  await inTransaction(ctx, (tx) =>
    tx
      .update(conversations)
      .set({ reviewState: "approved" })
      .where(eq(conversations.id, rows[5]?.id ?? "")),
  );

  const slow = holding();
  const batch = await startAll(
    ctx,
    projectId,
    slow.providers,
    6,
    rows.map(({ id }) => id),
  );
  const run = runHere(ctx, slow.providers, batch.id);
  await slow.untilAsked(1);
  const cancelled = await cancelBatch({ ctx, input: { batchId: batch.id } });
  expect(cancelled).toMatchObject({
    total: 6,
    done: 0,
    cancelled: 5,
    running: [{ reference: expect.stringMatching(/^T-00\d$/) }],
  });
  const underWay = cancelled.running[0]?.conversationId;
  slow.open();
  await run;
  expect(await getBatchProgress({ ctx, input: { batchId: batch.id } })).toMatchObject({
    state: "cancelled",
    done: 1,
    failed: 0,
    cancelled: 5,
    finishedAt: expect.any(Date),
  });
  expect((await stateOf()).filter(({ version }) => version > 0)).toHaveLength(
    rows[5]?.id === underWay ? 1 : 2,
  );
  for (const { state, version } of await stateOf())
    expect(state).toBe(version > 0 ? "generated" : "not_generated");
  if (rows[5]?.id !== underWay)
    expect((await stateOf())[5]).toMatchObject({ version: 1, reviewState: "approved" });
  expect(slow.asked).toHaveLength(1);
  await expect(cancelBatch({ ctx, input: { batchId: batch.id } })).rejects.toMatchObject({
    code: "conflict",
  });
});

test.each(["dies", "is stopped"])(
  "after a cancel nothing is sent again, though the worker of the last row %s",
  async (fate) => {
    const { ctx, projectId } = scene;
    const slow = holding();
    const batch = await startAll(ctx, projectId, slow.providers, 6);
    const stop = new AbortController();
    const run = runHere(ctx, slow.providers, batch.id, stop.signal);
    await slow.untilAsked(1);
    await cancelBatch({ ctx, input: { batchId: batch.id } });
    await expect(cancelBatch({ ctx, input: { batchId: batch.id } })).rejects.toMatchObject({
      code: "conflict",
    });
    if (fate === "dies") await endLeases(scene.ownerDb);
    else {
      stop.abort();
      await run;
    }
    // A worker that is stopped settles its row itself; a dead one's is found.
    if (fate === "dies") {
      expect(await listBatchesToRun(ctx.db)).toContainEqual({
        workspaceId: ctx.workspaceId,
        batchId: batch.id,
      });
    }
    let sent = 0;
    const next = scripted(async (request) => {
      sent += 1;
      return goodAnswer(request);
    });
    await runElsewhere(ctx, next, batch.id);
    expect(sent).toBe(0);
    expect(await getBatchProgress({ ctx, input: { batchId: batch.id } })).toMatchObject({
      state: "cancelled",
      cancelled: 6,
      finishedAt: expect.any(Date),
    });
    slow.open();
    await run;
    expect((await stateOf()).map(({ state }) => state)).toEqual(
      Array.from({ length: 6 }, () => "not_generated"),
    );
    expect(await listBatchesToRun(ctx.db)).toEqual([]);
  },
);

test("cancelling before anything began ends the batch at once", async () => {
  const { ctx, projectId } = scene;
  const batch = await startAll(ctx, projectId, practice, 6);
  const cancelled = await cancelBatch({ ctx, input: { batchId: batch.id } });
  expect(cancelled).toMatchObject({
    state: "cancelled",
    cancelled: 6,
    running: [],
    secondsLeft: null,
  });
  await runHere(ctx, practice, batch.id);
  expect((await stateOf()).every(({ state }) => state === "not_generated")).toBe(true);
});
