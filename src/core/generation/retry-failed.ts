import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { generateBatchJob } from "./generate-batch-job.ts";
import { getBatchProgress } from "./get-batch-progress.ts";
import type { BatchProgress } from "./schema.ts";
import { mayTake, readTally, targetOf } from "./until-good.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { lockConversations } from "../conversations/lock-selected.ts";
import { moveGeneration } from "../conversations/move-generation.ts";
import { type GenerationState, hasFailedTry } from "../conversations/states.ts";
import { BrightError } from "../errors.ts";
import { formatCount } from "#/lib/format.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { notifyProgress } from "#/platform/db/listen.ts";
import { batches, batchItems } from "#/platform/db/tables/generation.ts";
import { enqueue } from "#/platform/queue/queue.ts";

/**
 * Queues the failed conversations of a batch again, or those of them that are named, in the same batch. Those
 * that were written, changed or removed since stay as they are. One that has ended goes on; one that is
 * paused stays so, and writes them when it is continued.
 * @throws notFound; conflict when none is left to retry, when the batch is being stopped, and when its
 * target leaves no text to write.
 */
export async function retryFailed({
  ctx,
  input,
}: {
  ctx: Context;
  input: { batchId: string; conversationIds?: string[] | undefined };
}): Promise<BatchProgress> {
  authorise(ctx, "write");
  return inTransaction(ctx, async (tx, ctx) => {
    const { id: batchId, number, projectId } = await getBatchProgress({ ctx, input });
    const failed = await tx
      .select({ id: batchItems.conversationId })
      .from(batchItems)
      .where(
        and(
          eq(batchItems.batchId, batchId),
          eq(batchItems.state, "failed"),
          ...(input.conversationIds
            ? [inArray(batchItems.conversationId, input.conversationIds)]
            : []),
        ),
      )
      .orderBy(batchItems.conversationId)
      .for("update");
    const ids = failed.map(({ id }) => id);
    const again = (await lockConversations(tx, ids)).filter(({ generationState, failure }) =>
      hasFailedTry(generationState as GenerationState, failure !== null),
    );
    const queued = await moveGeneration(tx, {
      ids: again.map(({ id }) => id),
      from: ["failed", "generated"],
      to: "queued",
    });
    if (queued.length === 0) {
      throw new BrightError(
        "conflict",
        `Run ${number} has no failed conversation that could be tried again. Nothing was changed; those that failed have been written, changed or removed since.`,
      );
    }
    await tx
      .update(batchItems)
      .set({
        state: "queued",
        // Begun before: an answer that came home after the row had failed is used, not paid again.
        attempts: 1,
        retries: 0,
        notBefore: null,
        stage: null,
        failure: null,
        startedAt: null,
        finishedAt: null,
      })
      .where(
        and(
          eq(batchItems.batchId, batchId),
          inArray(
            batchItems.conversationId,
            queued.map(({ id }) => id),
          ),
        ),
      );
    await goOn(tx, batchId, number);
    await enqueue(tx, generateBatchJob, { workspaceId: ctx.workspaceId, batchId });
    await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId });
    const progress = await getBatchProgress({ ctx, input });
    await appendAudit(tx, ctx, {
      action: "batch.retried",
      targetKind: "batch",
      targetId: batchId,
      details: { number, count: queued.length },
    });
    return progress;
  });
}

async function goOn(tx: Transaction, batchId: string, number: number): Promise<void> {
  const nothing = "Nothing was changed";
  const [batch] = await tx
    .update(batches)
    .set({
      state: sql`case when ${batches.state} = 'paused' then 'paused' else 'running' end`,
      finishedAt: null,
    })
    .where(and(eq(batches.id, batchId), ne(batches.state, "cancelling")))
    .returning({ target: batches.target });
  if (!batch) {
    throw new BrightError(
      "conflict",
      `Run ${number} is being stopped. ${nothing}; try again when it has ended.`,
    );
  }
  const target = targetOf(batch);
  if (!target) return;
  const tally = await readTally(tx, batchId);
  if (mayTake(target, tally) > 0) return;
  const why =
    tally.good >= target.good
      ? `has as many good ones as were wanted (${formatCount(target.good)})`
      : `has written as many texts as it may (${formatCount(target.candidates)})`;
  throw new BrightError(
    "conflict",
    `Run ${number} ${why}. ${nothing}; generate these from the table if you want them too.`,
  );
}
