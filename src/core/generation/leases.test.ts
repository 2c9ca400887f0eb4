import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeEach, expect, test } from "vitest";
import { getBatchProgress } from "./get-batch-progress.ts";
import { listBatchesToRun } from "./list-batches-to-run.ts";
import { listCalls } from "../calls/list-calls.ts";
import { inTransaction } from "../context.ts";
import { conversations, conversationVersions } from "#/platform/db/tables/conversations.ts";
import { batchItems } from "#/platform/db/tables/generation.ts";
import { auditEvents } from "#/platform/db/tables/workspaces.ts";
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
const expireLeases = () => endLeases(scene.ownerDb);

test("a killed worker's row is taken by another, and its late answer is kept but not used", async () => {
  const { ctx, projectId } = scene;
  const slow = holding();
  const batch = await startAll(ctx, projectId, slow.providers, 6);
  const stopFirst = new AbortController();
  const first = runHere(ctx, slow.providers, batch.id, stopFirst.signal);
  await slow.untilAsked(1);
  expect(await listBatchesToRun(ctx.db)).toContainEqual({
    workspaceId: ctx.workspaceId,
    batchId: batch.id,
  });
  await expireLeases();

  await runElsewhere(ctx, scripted(goodAnswer), batch.id);
  expect(await getBatchProgress({ ctx, input: { batchId: batch.id } })).toMatchObject({
    state: "finished",
    done: 6,
  });
  slow.open();
  await first;

  expect((await stateOf()).map(({ version }) => version)).toEqual([1, 1, 1, 1, 1, 1]);
  const all = await Promise.all(
    (await stateOf()).map(({ id }) => listCalls({ ctx, input: { conversationId: id } })),
  );
  const calls = all.find((each) => each.length > 1) ?? [];
  expect(calls.map((call) => call.state).sort()).toEqual(["succeeded", "superseded"]);
  const superseded = calls.find((call) => call.state === "superseded");
  expect(superseded).toMatchObject({ failure: { code: "lease_lost" }, costMicros: 2_000 });
  expect(superseded?.response).toHaveProperty("text");
  const generated = await inTransaction(ctx, (tx) =>
    tx.$count(auditEvents, eq(auditEvents.action, "conversation.generated")),
  );
  expect(generated).toBe(6);
  expect(await listBatchesToRun(ctx.db)).toEqual([]);
});

test("several workers on one batch write each row once and ask for each once", async () => {
  const { ctx, projectId } = scene;
  const asked: string[] = [];
  const providers = scripted(async (request) => {
    asked.push(JSON.stringify(request.material));
    return goodAnswer(request);
  });
  const batch = await startAll(ctx, projectId, providers, 6);
  await Promise.all([1, 2, 3].map(() => runHere(ctx, providers, batch.id)));
  expect(asked).toHaveLength(6);
  expect(new Set(asked).size).toBe(6);
  const finished = await inTransaction(ctx, async (tx) => ({
    versions: await tx.$count(conversationVersions),
    finished: await tx.$count(auditEvents, eq(auditEvents.action, "batch.finished")),
  }));
  expect(finished).toEqual({ versions: 6, finished: 1 });
});

test("a row whose workers die again and again fails with a sentence", async () => {
  const { ctx, projectId } = scene;
  const [row] = await stateOf();
  const batch = await startAll(ctx, projectId, practice, 1, [row?.id ?? ""]);
  await scene.ownerDb
    .update(batchItems)
    .set({ attempts: 5 })
    .where(eq(batchItems.batchId, batch.id));
  await runHere(ctx, practice, batch.id);
  const progress = await getBatchProgress({ ctx, input: { batchId: batch.id } });
  expect(progress).toMatchObject({ state: "finished", failed: 1 });
  expect((await stateOf())[0]).toMatchObject({ state: "failed" });
});

test("a worker that is told to stop gives its rows back as they were", async () => {
  const { ctx, projectId } = scene;
  const slow = holding(2);
  const batch = await startAll(ctx, projectId, slow.providers, 6);
  const stop = new AbortController();
  const run = runHere(ctx, slow.providers, batch.id, stop.signal);
  await slow.untilAsked(2);
  stop.abort();
  await run;
  expect((await stateOf()).map(({ state }) => state)).toEqual(
    Array.from({ length: 6 }, () => "queued"),
  );
  const items = await inTransaction(ctx, (tx) => tx.select().from(batchItems));
  for (const item of items)
    expect(item).toMatchObject({ state: "queued", attempts: 0, leaseToken: null });
  await runHere(ctx, scripted(goodAnswer), batch.id);
  expect(await getBatchProgress({ ctx, input: { batchId: batch.id } })).toMatchObject({
    state: "finished",
    done: 6,
  });
});

test("a conversation that a person changes meanwhile stays the person's; the answer is kept aside", async () => {
  const { ctx, projectId } = scene;
  const slow = holding();
  const [row] = await stateOf();
  const batch = await startAll(ctx, projectId, slow.providers, 1, [row?.id ?? ""]);
  const run = runHere(ctx, slow.providers, batch.id);
  await slow.untilAsked(1);
  await inTransaction(ctx, (tx) =>
    tx
      .update(conversations)
      .set({ generationState: "generated" })
      .where(and(eq(conversations.id, row?.id ?? ""))),
  );
  slow.open();
  await run;
  expect((await stateOf())[0]).toMatchObject({ state: "generated", version: 0 });
  expect(await getBatchProgress({ ctx, input: { batchId: batch.id } })).toMatchObject({
    state: "finished",
    failed: 1,
  });
  const calls = await listCalls({ ctx, input: { conversationId: row?.id ?? "" } });
  expect(calls).toMatchObject([{ state: "superseded", failure: { code: "changed_meanwhile" } }]);
});

test("a row that was removed while it waited is passed over", async () => {
  const { ctx, projectId } = scene;
  const batch = await startAll(ctx, projectId, practice, 6);
  const [row] = await stateOf();
  await inTransaction(ctx, (tx) =>
    tx
      .update(conversations)
      .set({ deletedAt: sql`now()` })
      .where(eq(conversations.id, row?.id ?? "")),
  );
  await runHere(ctx, practice, batch.id);
  expect(await getBatchProgress({ ctx, input: { batchId: batch.id } })).toMatchObject({
    state: "finished",
    done: 5,
    failed: 1,
  });
});
