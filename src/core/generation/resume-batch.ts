import { and, eq } from "drizzle-orm";
import { generateBatchJob } from "./generate-batch-job.ts";
import { getBatchProgress } from "./get-batch-progress.ts";
import type { BatchProgress } from "./schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { BrightError } from "../errors.ts";
import { notifyProgress } from "#/platform/db/listen.ts";
import { batches } from "#/platform/db/tables/generation.ts";
import { enqueue } from "#/platform/queue/queue.ts";

/**
 * Lets a paused batch go on, whatever paused it; if the reason still stands it pauses again and says so.
 * @throws notFound; conflict when it isn't paused.
 */
export async function resumeBatch({
  ctx,
  input,
}: {
  ctx: Context;
  input: { batchId: string };
}): Promise<BatchProgress> {
  authorise(ctx, "write");
  return inTransaction(ctx, async (tx, ctx) => {
    const { id, number, projectId } = await getBatchProgress({ ctx, input });
    const resumed = await tx
      .update(batches)
      .set({ state: "running", pause: null, pausedUntil: null })
      .where(and(eq(batches.id, id), eq(batches.state, "paused")))
      .returning({ id: batches.id });
    if (resumed.length === 0) {
      throw new BrightError("conflict", `Run ${number} isn't paused. Nothing was changed.`);
    }
    await enqueue(tx, generateBatchJob, { workspaceId: ctx.workspaceId, batchId: id });
    await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId });
    const progress = await getBatchProgress({ ctx, input });
    await appendAudit(tx, ctx, {
      action: "batch.resumed",
      targetKind: "batch",
      targetId: id,
      details: { number, left: progress.total - progress.done - progress.failed },
    });
    return progress;
  });
}
