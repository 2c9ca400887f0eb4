import { eq, sql } from "drizzle-orm";
import { afterAll, beforeEach, expect, test } from "vitest";
import { createBatchSource } from "./batch-source.ts";
import { claimItems } from "./claim-item.ts";
import { createLeaseKeeper } from "./lease.ts";
import { runBatchItem, supersededBecause } from "./run-batch-item.ts";
import { sidesOfBatch } from "./sides-of-batch.ts";
import { type CallProcess, type CallStep, openCallProcess } from "../calls/call-process.ts";
import { settleCall } from "../calls/settle-call.ts";
import { type Context, inTransaction } from "../context.ts";
import { storeVersion } from "../conversations/store-version.ts";
import { connectDatabase, type Database } from "#/platform/db/connect.ts";
import { addressOf } from "#/platform/db/listen-hub.ts";
import { conversationVersions } from "#/platform/db/tables/conversations.ts";
import { batches, callAttempts } from "#/platform/db/tables/generation.ts";
import type { Providers } from "../writers/registry.ts";
import type { TestContext } from "../../../test/context.ts";
import {
  createGenerationScene,
  endLeases,
  goodAnswer,
  scripted,
  startAll,
  statesOf,
} from "../../../test/generation.ts";
import { eightTexts } from "../../../test/scene.ts";
import { waitFor } from "../../../test/temporary-folder.ts";

let scene: TestContext;
beforeEach(async () => {
  await scene?.close();
  scene = await createGenerationScene({ template: 1, scenario: 0, edge_case: 0 });
});
afterAll(() => scene.close());

/** A process whose calls stand still at a step until they are let go. */
function stopsAt(db: Database, step: CallStep) {
  const reached = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const process: CallProcess = openCallProcess(db, {
    spoolDirectory: null,
    onStep: async (at) => {
      if (at !== step) return;
      reached.resolve();
      await go.promise;
    },
  });
  return { reached: reached.promise, go: () => go.resolve(), process };
}

/** The one call and the one version there should be. */
async function stored({ ctx }: TestContext) {
  return inTransaction(ctx, async (tx) => ({
    calls: await tx
      .select({ id: callAttempts.id, state: callAttempts.state, failure: callAttempts.failure })
      .from(callAttempts),
    versions: await tx
      .select({ callAttemptId: conversationVersions.callAttemptId })
      .from(conversationVersions),
  }));
}

const superseded = (ctx: Context, attemptId: string) =>
  settleCall({
    ctx,
    input: { attemptId, state: "superseded", failure: supersededBecause("lost") },
  });

/** A worker that takes one conversation and no other, so that nobody takes back what it lost. */
async function writeOne(ctx: Context, providers: Providers, batchId: string) {
  const { projectId } = scene;
  const [batch] = await inTransaction(ctx, (tx) => tx.select().from(batches));
  const [side] = batch ? sidesOfBatch(batch) : [];
  const { items } = await claimItems(ctx, batchId, { count: 1 });
  const [claimed] = items;
  if (!side || !claimed) throw new Error("there is nothing to take");
  const { writer, versionIds } = side;
  const source = createBatchSource(ctx, providers, projectId, writer);
  const keeper = createLeaseKeeper(ctx, { batchId, projectId, scale: 1 });
  const work = { batchId, projectId, ...writer, isUrgent: false, versionIds, source, keeper };
  const { signal } = new AbortController();
  const running = runBatchItem({ ctx, providers, work, claimed, signal, onAnswered: () => {} });
  return { outcome: running.finally(() => keeper.stop()) };
}

/** Two workers with the same answer: the first had asked for it, the second found it on the record. */
async function bothHoldOneAnswer() {
  const { ctx, projectId, ownerDb } = scene;
  let asked = 0;
  const providers = scripted(async (request) => {
    asked += 1;
    return goodAnswer(request);
  });
  const other = connectDatabase(addressOf(ctx.db), 4);
  const loser = stopsAt(ctx.db, "scored");
  const successor = stopsAt(other.db, "scored");
  const { id: batchId } = await startAll(ctx, projectId, providers, 1);
  const runs = [await writeOne(ctx, providers, batchId)];
  await loser.reached;
  await endLeases(ownerDb);
  runs.push(await writeOne({ ...ctx, db: other.db }, providers, batchId));
  await successor.reached;
  return {
    loser,
    successor,
    end: async () => {
      loser.go();
      successor.go();
      const outcomes = await Promise.all(runs.map(({ outcome }) => outcome));
      await Promise.all([loser, successor].map(({ process }) => process.close()));
      await other.close();
      expect(asked).toBe(1);
      return outcomes;
    },
  };
}

test("an answer that its loser put aside while the successor was about to store it counts again", async () => {
  const { loser, successor, end } = await bothHoldOneAnswer();
  loser.go();
  await waitFor("the loser's verdict", async () => {
    const { calls, versions } = await stored(scene);
    expect(versions).toEqual([]);
    return calls.every(({ state }) => state === "superseded");
  });
  successor.go();
  expect(await end()).toEqual(["lost", "done"]);
  const { calls, versions } = await stored(scene);
  expect(calls).toEqual([{ id: versions[0]?.callAttemptId, state: "succeeded", failure: null }]);
  expect(versions).toHaveLength(1);
});

test("an answer that the successor has stored is never put aside afterwards", async () => {
  const { successor, end } = await bothHoldOneAnswer();
  successor.go();
  await waitFor("the version", async () => (await stored(scene)).versions.length === 1);
  const [call] = (await stored(scene)).calls;
  // As the loser does that had looked for the version a moment before it was there.
  await superseded(scene.ctx, call?.id ?? "");
  expect(await end()).toEqual(["done", "done"]);
  expect((await stored(scene)).calls).toEqual([
    { id: call?.id, state: "succeeded", failure: null },
  ]);
});

test("the loser waits for a successor that is storing the answer in this moment", async () => {
  const { ctx, ownerDb } = scene;
  const [row] = await statesOf(ctx);
  const conversationId = row?.id ?? "";
  const [call] = await ownerDb
    .insert(callAttempts)
    .values({
      workspaceId: ctx.workspaceId,
      projectId: scene.projectId,
      conversationId,
      purpose: "write",
      provider: "scripted",
      model: "scripted-1",
      state: "succeeded",
      attempt: 1,
      parameters: {},
      request: {},
      requestHash: "",
      sentAt: new Date(),
    })
    .returning({ id: callAttempts.id });
  const callAttemptId = call?.id ?? "";
  let verdict: Promise<void> | undefined;
  await inTransaction(ctx, async (tx, inside) => {
    await storeVersion(tx, inside, {
      conversationId,
      origin: "generated",
      systemPrompt: "",
      messages: eightTexts.map((content) => ({ role: "user" as const, content })),
      isPractice: false,
      callAttemptId,
      needsReview: false,
    });
    await tx
      .update(callAttempts)
      .set({ state: "succeeded", failure: null })
      .where(eq(callAttempts.id, callAttemptId));
    verdict = superseded(ctx, callAttemptId);
    await waitFor("the loser to wait", async () => {
      const { rows } = await ownerDb.execute(
        sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows.length > 0;
    });
  });
  await verdict;
  expect((await stored(scene)).calls).toEqual([
    { id: callAttemptId, state: "succeeded", failure: null },
  ]);
});
