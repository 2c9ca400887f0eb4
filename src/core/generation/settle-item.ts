import { eq, inArray, sql } from "drizzle-orm";
import { isOpenBatch } from "./batch-state.ts";
import { heldBy, type Lease } from "./lease.ts";
import { appendAudit, type AuditEntry } from "../audit/append-audit.ts";
import type { Failure } from "../calls/schema.ts";
import { type Context, inTransaction } from "../context.ts";
import { lockConversations } from "../conversations/lock-selected.ts";
import { moveGeneration } from "../conversations/move-generation.ts";
import { stateAtRest } from "../conversations/states.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { notifyProgress } from "#/platform/db/listen.ts";
import { batches, batchItems } from "#/platform/db/tables/generation.ts";

/**
 * Ends a claimed item as done. Call it before anything else is written about it.
 * @param isGood whether the text passed every check.
 * @returns false when the lease is another's by now: nothing was written, and nothing may be.
 */
export async function settleDone(
  tx: Transaction,
  lease: Lease,
  { isGood }: { isGood: boolean },
): Promise<boolean> {
  return endItem(tx, lease, { state: "done", isGood });
}

/**
 * Ends a claimed item as failed, keeps the reason on it and on its conversation, and closes the batch if
 * it was the last. A conversation that has left the state "generating" is let be.
 * @returns false when the lease is another's by now: nothing was written.
 */
export async function settleFailed(
  tx: Transaction,
  ctx: Context,
  lease: Lease,
  failure: Failure,
): Promise<boolean> {
  if (!(await endItem(tx, lease, { state: "failed", failure }))) return false;
  const [conversation] = await moveGeneration(tx, {
    ids: [lease.conversationId],
    from: ["generating"],
    to: "failed",
    failure,
  });
  await closeItem(tx, ctx, lease, {
    action: "conversation.failed",
    targetKind: "conversation",
    targetId: lease.conversationId,
    reason: failure.message,
    details: {
      batchId: lease.batchId,
      reference: conversation?.reference ?? null,
      code: failure.code,
    },
  });
  return true;
}

/**
 * Ends a claimed item of a stopped batch: its worker died or was stopped before it had written it, and
 * nothing is sent any more. The conversation is again what it was.
 */
export async function settleCancelled(tx: Transaction, ctx: Context, lease: Lease): Promise<void> {
  if (!(await endItem(tx, lease, { state: "cancelled" }))) return;
  await giveUp(tx, [lease.conversationId]);
  await closeBatch(tx, ctx, lease.batchId);
}

/** Takes conversations out of a batch's hands: each is again what it was before. */
export async function giveUp(tx: Transaction, ids: readonly string[]): Promise<void> {
  const rows = await lockConversations(tx, ids);
  const atRest = Map.groupBy(rows, ({ failure, versionNumber }) =>
    stateAtRest({ hasFailure: failure !== null, hasVersion: versionNumber > 0 }),
  );
  for (const [to, group] of atRest) {
    const own = { ids: group.map(({ id }) => id), to };
    await moveGeneration(tx, { ...own, from: ["queued", "generating"] });
  }
}

/**
 * Gives a claimed item back to the queue, as if it had not been taken.
 * @param again after a failure that is tried again: in how many seconds, and whether it counts as one.
 * @returns false when the lease is another's by now: nothing was written.
 */
export async function releaseItem(
  tx: Transaction,
  ctx: Context,
  lease: Lease,
  again: { seconds: number; isCounted: boolean } = { seconds: 0, isCounted: false },
): Promise<boolean> {
  const released = await tx
    .update(batchItems)
    .set({
      state: "queued",
      stage: null,
      leaseToken: null,
      leaseUntil: null,
      startedAt: null,
      attempts: sql`${batchItems.attempts} - 1`,
      notBefore:
        again.seconds > 0
          ? sql`clock_timestamp() + make_interval(secs => ${again.seconds}::float8)`
          : null,
      retries: sql`${batchItems.retries} + ${again.isCounted ? 1 : 0}`,
    })
    .where(heldBy(lease))
    .returning({ id: batchItems.conversationId });
  if (released.length === 0) return false;
  const [conversation] = await moveGeneration(tx, {
    ids: [lease.conversationId],
    from: ["generating"],
    to: "queued",
  });
  if (conversation) {
    await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId: conversation.projectId });
  }
  return true;
}

async function endItem(
  tx: Transaction,
  lease: Lease,
  end: { state: "done" | "failed" | "cancelled"; failure?: Failure; isGood?: boolean },
): Promise<boolean> {
  const ended = await tx
    .update(batchItems)
    .set({
      failure: null,
      isGood: null,
      ...end,
      stage: null,
      leaseToken: null,
      leaseUntil: null,
      finishedAt: sql`clock_timestamp()`,
    })
    .where(heldBy(lease))
    .returning({ id: batchItems.conversationId });
  return ended.length === 1;
}

/** The end of a transaction that settled an item: closes the batch if it was the last, tells, records. */
export async function closeItem(
  tx: Transaction,
  ctx: Context,
  { batchId }: { batchId: string },
  entry: AuditEntry,
): Promise<void> {
  await closeBatch(tx, ctx, batchId, entry);
}

/** Closes a batch in which nothing is left, should those who ended its last items not have done it. */
export async function closeIfDone(ctx: Context, batchId: string): Promise<void> {
  await inTransaction(ctx, async (tx, ctx) => {
    const ended = await endBatchIfDone(tx, batchId);
    if (!ended.counts) return;
    await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId: ended.projectId });
    await recordEnd(tx, ctx, batchId, ended);
  });
}

async function closeBatch(
  tx: Transaction,
  ctx: Context,
  batchId: string,
  entry?: AuditEntry,
): Promise<void> {
  const ended = await endBatchIfDone(tx, batchId);
  await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId: ended.projectId });
  if (entry) await appendAudit(tx, ctx, entry);
  if (ended.counts) await recordEnd(tx, ctx, batchId, ended);
}

async function recordEnd(
  tx: Transaction,
  ctx: Context,
  batchId: string,
  { number, counts }: Awaited<ReturnType<typeof endBatchIfDone>>,
): Promise<void> {
  await appendAudit(tx, ctx, {
    action: "batch.finished",
    targetKind: "batch",
    targetId: batchId,
    details: { number, ...counts },
  });
}

/**
 * Closes an open batch none of whose items is left to write. Its row is locked first, so that of two
 * items that end together at most one finds it so; when neither does, whoever looks for the next item does.
 * While others are left nothing is locked: all workers end items of the same batch.
 * @returns the counts when this call closed it.
 */
export async function endBatchIfDone(
  tx: Transaction,
  batchId: string,
): Promise<{ projectId: string; number: number; counts: Record<string, number> | null }> {
  const hasMore = sql<boolean>`exists (select from ${batchItems}
    where ${batchItems.batchId} = ${batchId} and ${inArray(batchItems.state, ["queued", "running"])})`;
  const look = () =>
    tx
      .select({
        projectId: batches.projectId,
        number: batches.number,
        state: batches.state,
        hasMore,
      })
      .from(batches)
      .where(eq(batches.id, batchId));
  const [seen] = await look();
  if (!seen) throw new Error("a batch that has items is gone");
  const { projectId, number } = seen;
  if (seen.hasMore || !isOpenBatch(seen.state)) return { projectId, number, counts: null };
  await tx.select({ id: batches.id }).from(batches).where(eq(batches.id, batchId)).for("update");
  const [batch] = await look();
  if (!batch || batch.hasMore || !isOpenBatch(batch.state)) {
    return { projectId, number, counts: null };
  }
  const rows = await tx
    .select({ state: batchItems.state, count: sql<number>`count(*)::int` })
    .from(batchItems)
    .where(eq(batchItems.batchId, batchId))
    .groupBy(batchItems.state);
  const counts = {
    done: 0,
    failed: 0,
    cancelled: 0,
    ...Object.fromEntries(rows.map((row) => [row.state, row.count])),
  };
  await tx
    .update(batches)
    .set({
      state: counts.cancelled > 0 ? "cancelled" : "finished",
      finishedAt: sql`clock_timestamp()`,
    })
    .where(eq(batches.id, batchId));
  return { projectId, number, counts };
}
