import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { heldBy, type Lease } from "./lease.ts";
import { appendAudit, type AuditEntry } from "../audit/append-audit.ts";
import type { Failure } from "../calls/schema.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { notifyProgress } from "#/platform/db/listen.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
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
  const [conversation] = await tx
    .update(conversations)
    .set({ generationState: "failed", failure, updatedAt: sql`now()` })
    .where(
      and(
        eq(conversations.id, lease.conversationId),
        eq(conversations.generationState, "generating"),
        isNull(conversations.deletedAt),
      ),
    )
    .returning({ reference: conversations.reference });
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
  const [conversation] = await tx
    .update(conversations)
    .set({ generationState: "queued", updatedAt: sql`now()` })
    .where(
      and(
        eq(conversations.id, lease.conversationId),
        eq(conversations.generationState, "generating"),
      ),
    )
    .returning({ projectId: conversations.projectId });
  if (!conversation) return;
  await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId: conversation.projectId });
}

async function endItem(
  tx: Transaction,
  lease: Lease,
  state: "done" | "failed",
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
  const ended = await endBatchIfDone(tx, batchId);
  await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId: ended.projectId });
  await appendAudit(tx, ctx, entry);
  if (!ended.counts) return;
  await appendAudit(tx, ctx, {
    action: "batch.finished",
    targetKind: "batch",
    targetId: batchId,
    details: { number: ended.number, ...ended.counts },
  });
}

/**
 * Closes a running batch none of whose items is left to write. Its row is locked first, so that of two
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
  if (left || batch.state !== "running") return { projectId, number, counts: null };
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
