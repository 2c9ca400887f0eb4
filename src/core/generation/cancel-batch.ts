import { and, eq, sql } from "drizzle-orm";
import { getBatchProgress } from "./get-batch-progress.ts";
import type { BatchProgress } from "./schema.ts";
import { endBatchIfDone } from "./settle-item.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { hasIdIn } from "../conversations/filter-sql.ts";
import { BrightError } from "../errors.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { notifyProgress } from "#/platform/db/listen.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import { batchItems } from "#/platform/db/tables/generation.ts";

/**
 * Stops a batch: what waits is not written and falls back to what it was; what is being written at this
 * moment is finished, and the batch ends with it.
 * @throws notFound; conflict when the batch has ended already.
 */
export async function cancelBatch({
  ctx,
  input,
}: {
  ctx: Context;
  input: { batchId: string };
}): Promise<BatchProgress> {
  authorise(ctx, "write");
  return inTransaction(ctx, async (tx, ctx) => {
    const before = await getBatchProgress({ ctx, input });
    if (before.state !== "running") {
      throw new BrightError(
        "conflict",
        `Run ${before.number} has ended already. Nothing was changed; what it wrote stays.`,
      );
    }
    const cancelled = await tx
      .update(batchItems)
      .set({ state: "cancelled", finishedAt: sql`clock_timestamp()` })
      .where(and(eq(batchItems.batchId, before.id), eq(batchItems.state, "queued")))
      .returning({ id: batchItems.conversationId });
    await fallBack(
      tx,
      cancelled.map(({ id }) => id),
    );
    await endBatchIfDone(tx, before.id);
    await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId: before.projectId });
    const after = await getBatchProgress({ ctx, input });
    await appendAudit(tx, ctx, {
      action: "batch.cancelled",
      targetKind: "batch",
      targetId: before.id,
      details: {
        number: before.number,
        cancelled: cancelled.length,
        done: after.done,
        failed: after.failed,
        finishing: after.running.length,
      },
    });
    return after;
  });
}

/** A row that waited is again what it was: failed with its reason, written, or not generated yet. */
async function fallBack(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx
    .update(conversations)
    .set({
      generationState: sql`case
        when ${conversations.failure} is not null then 'failed'
        when ${conversations.versionNumber} > 0 then 'generated'
        else 'not_generated' end`,
      updatedAt: sql`now()`,
    })
    .where(and(hasIdIn(ids), eq(conversations.generationState, "queued")));
}
