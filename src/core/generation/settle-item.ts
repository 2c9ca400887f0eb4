import { and, eq, inArray, sql } from "drizzle-orm";
import { isOpenBatch } from "./batch-state.ts";
import { heldBy, type Lease } from "./lease.ts";
import { appendAudit, type AuditEntry } from "../audit/append-audit.ts";
import type { Failure } from "../calls/schema.ts";
import type { Context } from "../context.ts";
import { lockConversations } from "../conversations/lock-selected.ts";
import { moveGeneration } from "../conversations/move-generation.ts";
import { stateAtRest } from "../conversations/states.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { notifyProgress } from "#/platform/db/listen.ts";
import { batches, batchItems } from "#/platform/db/tables/generation.ts";

/**
 * Ends a claimed item as done. Call it before anything else is written about it.
 * @returns false when the lease is another's by now: nothing was written, and nothing may be.
 */
export async function settleDone(tx: Transaction, lease: Lease): Promise<boolean> {
  return endItem(tx, lease, "done", null);
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
  if (!(await endItem(tx, lease, "failed", failure))) return false;
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
  if (!(await endItem(tx, lease, "cancelled", null))) return;
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

/** Gives a claimed item back, as if it had not been taken: for a worker that has to stop. */
export async function releaseItem(tx: Transaction, ctx: Context, lease: Lease): Promise<void> {
  const released = await tx
    .update(batchItems)
    .set({
      state: "queued",
      leaseToken: null,
      leaseUntil: null,
      startedAt: null,
      attempts: sql`${batchItems.attempts} - 1`,
    })
    .where(heldBy(lease))
    .returning({ id: batchItems.conversationId });
  if (released.length === 0) return;
  const [conversation] = await moveGeneration(tx, {
    ids: [lease.conversationId],
    from: ["generating"],
    to: "queued",
  });
  if (!conversation) return;
  await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId: conversation.projectId });
}

async function endItem(
  tx: Transaction,
  lease: Lease,
  state: "done" | "failed" | "cancelled",
  failure: Failure | null,
): Promise<boolean> {
  const ended = await tx
    .update(batchItems)
    .set({
      state,
      failure,
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

async function closeBatch(
  tx: Transaction,
  ctx: Context,
  batchId: string,
  entry?: AuditEntry,
): Promise<void> {
  const ended = await endBatchIfDone(tx, batchId);
  await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId: ended.projectId });
  if (entry) await appendAudit(tx, ctx, entry);
  if (!ended.counts) return;
  await appendAudit(tx, ctx, {
    action: "batch.finished",
    targetKind: "batch",
    targetId: batchId,
    details: { number: ended.number, ...ended.counts },
  });
}

/**
 * Closes an open batch none of whose items is left to write. Its row is locked first, so that of two
 * items that end together exactly one finds it so.
 * @returns the counts when this call closed it.
 */
export async function endBatchIfDone(
  tx: Transaction,
  batchId: string,
): Promise<{ projectId: string; number: number; counts: Record<string, number> | null }> {
  const [batch] = await tx
    .select({ projectId: batches.projectId, number: batches.number, state: batches.state })
    .from(batches)
    .where(eq(batches.id, batchId))
    .for("update");
  if (!batch) throw new Error("a batch that has items is gone");
  const { projectId, number } = batch;
  const [left] = await tx
    .select({ id: batchItems.conversationId })
    .from(batchItems)
    .where(and(eq(batchItems.batchId, batchId), inArray(batchItems.state, ["queued", "running"])))
    .limit(1);
  if (left || !isOpenBatch(batch.state)) return { projectId, number, counts: null };
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
