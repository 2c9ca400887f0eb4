import { and, eq, inArray } from "drizzle-orm";
import { cancelWaiting, endBatchIfDone } from "./end-batch.ts";
import { giveUp } from "./give-up.ts";
import { generateBatchJob } from "./generate-batch-job.ts";
import { getBatchProgress } from "./get-batch-progress.ts";
import type { BatchProgress } from "./schema.ts";
import { lockBatch } from "./until-good.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { untilSendsAreOut } from "../calls/until-sends-are-out.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { BrightError } from "../errors.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { notifyProgress } from "#/platform/db/listen.ts";
import { batches } from "#/platform/db/tables/generation.ts";
import { enqueue } from "#/platform/queue/queue.ts";

/**
 * Stops a batch: what waits is not written and falls back to what it was; what is being written at this
 * moment is finished, and the batch ends with it. Whatever happens to its worker, nothing is sent anew.
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
  const answer = await inTransaction(ctx, async (tx, ctx) => {
    const before = await getBatchProgress({ ctx, input });
    if (before.state !== "running" && before.state !== "paused") {
      throw new BrightError(
        "conflict",
        `Run ${before.number} has ended already. Nothing was changed; what it wrote stays.`,
      );
    }
    if (before.target) await lockBatch(tx, before.id);
    const cancelled = await cancelWaiting(tx, before.id);
    await giveUp(tx, cancelled);
    await stopTaking(tx, before);
    // What the vendor has is to be cancelled there, at once.
    if (before.mode === "overnight") {
      await enqueue(tx, generateBatchJob, { workspaceId: ctx.workspaceId, batchId: before.id });
    }
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
        finishing: after.running.length + after.withVendor,
      },
    });
    return after;
  });
  await untilSendsAreOut(ctx, { batchId: input.batchId });
  return answer;
}

/** What is under way now is finished and nothing else is sent; a batch that ended meanwhile is let be. */
async function stopTaking(tx: Transaction, batch: BatchProgress): Promise<void> {
  const stopped = await tx
    .update(batches)
    .set({ state: "cancelling", pause: null, pausedUntil: null })
    .where(and(eq(batches.id, batch.id), inArray(batches.state, ["running", "paused"])))
    .returning({ id: batches.id });
  if (stopped.length === 0) {
    throw new BrightError(
      "conflict",
      `Run ${batch.number} has ended or was stopped already. Nothing was changed; what it wrote stays.`,
    );
  }
  await endBatchIfDone(tx, batch.id);
}
