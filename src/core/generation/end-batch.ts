import { and, eq, inArray, sql } from "drizzle-orm";
import { isOpenBatch } from "./batch-state.ts";
import { giveUp } from "./give-up.ts";
import { isOver, lockBatch, readTally, type Target, targetOf } from "./until-good.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { batches, batchItems } from "#/platform/db/tables/generation.ts";

/**
 * Closes an open batch none of whose items is left to write. Its row is locked first, so that of two
 * items that end together at most one finds it so; when neither does, whoever looks for the next item does.
 * While others are left nothing is locked: all workers end items of the same batch. A batch with a target
 * ends when it is reached, or no further text may be or can be written: what still waits is what it was.
 * @returns the counts when this call closed it.
 */
export async function endBatchIfDone(
  tx: Transaction,
  batchId: string,
): Promise<{ projectId: string; number: number; counts: Record<string, number> | null }> {
  const seen = await look(tx, batchId);
  if (!seen) throw new Error("a batch that has items is gone");
  const { projectId, number } = seen;
  if (!seen.mayEnd) return { projectId, number, counts: null };
  await lockBatch(tx, batchId);
  const batch = await look(tx, batchId);
  if (!batch?.mayEnd) return { projectId, number, counts: null };
  if (batch.target) await giveUpWaiting(tx, batchId);
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
      // Rows that a reached target left unwritten were not cancelled by anybody.
      state: counts.cancelled > 0 && !batch.target ? "cancelled" : "finished",
      pause: null,
      pausedUntil: null,
      finishedAt: sql`clock_timestamp()`,
    })
    .where(eq(batches.id, batchId));
  return { projectId, number, counts };
}

async function look(tx: Transaction, batchId: string) {
  const hasMore = sql<boolean>`exists (select from ${batchItems}
    where ${batchItems.batchId} = ${batchId} and ${inArray(batchItems.state, ["queued", "running"])})`;
  const { projectId, number, state, target } = batches;
  const [batch] = await tx
    .select({ projectId, number, state, target, hasMore })
    .from(batches)
    .where(eq(batches.id, batchId));
  if (!batch) return undefined;
  // In one that is being stopped the target has no say any more.
  const own: Target | null = batch.state === "cancelling" ? null : targetOf(batch);
  const isOpen = isOpenBatch(batch.state);
  const mayEnd = isOpen && (own ? isOver(own, await readTally(tx, batchId)) : !batch.hasMore);
  return { ...batch, target: own, mayEnd };
}

async function giveUpWaiting(tx: Transaction, batchId: string): Promise<void> {
  const waiting = await cancelWaiting(tx, batchId);
  if (waiting.length > 0) await giveUp(tx, waiting);
}

/**
 * Ends the items that wait: a row of which the batch has written a text keeps it, the others aren't written.
 * @returns the conversations, to be given up.
 */
export async function cancelWaiting(tx: Transaction, batchId: string): Promise<string[]> {
  const cancelled = await tx
    .update(batchItems)
    .set({
      state: sql`case when ${batchItems.isGood} is null then 'cancelled' else 'done' end`,
      finishedAt: sql`clock_timestamp()`,
    })
    .where(and(eq(batchItems.batchId, batchId), eq(batchItems.state, "queued")))
    .returning({ id: batchItems.conversationId });
  return cancelled.map(({ id }) => id);
}
