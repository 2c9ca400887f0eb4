import { sql } from "drizzle-orm";
import { endBatchIfDone } from "./end-batch.ts";
import { giveUp } from "./give-up.ts";
import type { WaitsFor } from "./schema.ts";
import { heldBy, type Lease } from "./lease.ts";
import { appendAudit, type AuditEntry } from "../audit/append-audit.ts";
import type { Failure } from "../calls/schema.ts";
import { type Context, inTransaction } from "../context.ts";
import { lockConversations } from "../conversations/lock-selected.ts";
import { moveGeneration } from "../conversations/move-generation.ts";
import { stateAtRest } from "../conversations/states.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { notifyProgress } from "#/platform/db/listen.ts";
import { batchItems } from "#/platform/db/tables/generation.ts";

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
  const keepsText = await hasText(tx, lease);
  const end = keepsText
    ? { state: "done" as const, isGood: false, failure }
    : { state: "failed" as const, failure };
  if (!(await endItem(tx, lease, end))) return false;
  const ids = [lease.conversationId];
  // The text that this batch wrote before stands; it isn't tried again.
  if (keepsText) await giveUp(tx, ids);
  const [conversation] = keepsText ? [] : await failWriting(tx, lease.conversationId, failure);
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

/** The text that stood before, and its decision, stay what they were. */
async function failWriting(tx: Transaction, conversationId: string, failure: Failure) {
  const ids = [conversationId];
  const [row] = await lockConversations(tx, ids);
  const hasVersion = row !== undefined && row.versionNumber > 0;
  const to = stateAtRest({ hasFailure: true, hasVersion });
  return moveGeneration(tx, { ids, from: ["generating"], to, failure });
}

/**
 * Ends a claimed item of a stopped batch: its worker died or was stopped before it had written it, and
 * nothing is sent any more. The conversation is again what it was.
 */
export async function settleCancelled(tx: Transaction, ctx: Context, lease: Lease): Promise<void> {
  const keepsText = await hasText(tx, lease);
  const end = keepsText
    ? { state: "done" as const, isGood: false }
    : { state: "cancelled" as const };
  if (!(await endItem(tx, lease, end))) return;
  await giveUp(tx, [lease.conversationId]);
  await closeBatch(tx, ctx, lease.batchId);
}

/**
 * Gives a claimed item back to the queue, as if it had not been taken.
 * @param again when it may be taken again, in seconds; whether that counts as a failure that is tried again;
 * or for what it waits instead, which is shown as its stage.
 * @returns false when the lease is another's by now: nothing was written.
 */
export async function releaseItem(
  tx: Transaction,
  ctx: Context,
  lease: Lease,
  again: { seconds: number; isCounted: boolean; waitsFor?: WaitsFor } = {
    seconds: 0,
    isCounted: false,
  },
): Promise<boolean> {
  const released = await tx
    .update(batchItems)
    .set({
      state: "queued",
      stage: again.waitsFor ?? null,
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

/** Whether the batch has written a text for it already, which fell short. */
async function hasText(tx: Transaction, lease: Lease): Promise<boolean> {
  const [item] = await tx
    .select({ isGood: batchItems.isGood })
    .from(batchItems)
    .where(heldBy(lease));
  return item?.isGood === false;
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
