import { and, eq, inArray } from "drizzle-orm";
import type { z } from "zod";
import { openBatchStates } from "./batch-state.ts";
import { generateBatchJob } from "./generate-batch-job.ts";
import { getBatchProgress } from "./get-batch-progress.ts";
import { type BatchProgress, changeBatchInput } from "./schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { untilSendsAreOut } from "../calls/until-sends-are-out.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { BrightError } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { notifyProgress } from "#/platform/db/listen.ts";
import { batches } from "#/platform/db/tables/generation.ts";
import { enqueue } from "#/platform/queue/queue.ts";

/**
 * Gives a batch that hasn't ended another stop amount or another number of calls side by side. Both hold
 * from the answer on. What is spent or under way already can lie above a lower amount; nothing more is sent.
 * @throws invalid_input; notFound; conflict when it has ended.
 */
export async function changeBatch({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof changeBatchInput>;
}): Promise<BatchProgress> {
  authorise(ctx, "write");
  const { batchId, capMicros, concurrency } = parseInput(changeBatchInput, input);
  const answer = await inTransaction(ctx, async (tx, ctx) => {
    const before = await getBatchProgress({ ctx, input: { batchId } });
    const wanted = {
      ...(capMicros !== undefined && { capMicros }),
      ...(concurrency !== undefined && { concurrency }),
    };
    if (Object.keys(wanted).length === 0) return before;
    const changed = await tx
      .update(batches)
      .set(wanted)
      .where(and(eq(batches.id, batchId), inArray(batches.state, [...openBatchStates])))
      .returning({ id: batches.id });
    if (changed.length === 0) {
      throw new BrightError(
        "conflict",
        `Run ${before.number} has ended. Nothing was changed; what it wrote stays.`,
      );
    }
    await enqueue(tx, generateBatchJob, { workspaceId: ctx.workspaceId, batchId });
    await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId: before.projectId });
    const after = await getBatchProgress({ ctx, input: { batchId } });
    await appendAudit(tx, ctx, {
      action: "batch.changed",
      targetKind: "batch",
      targetId: batchId,
      details: {
        number: before.number,
        before: { capMicros: before.capMicros, concurrency: before.concurrency },
        after: { capMicros: after.capMicros, concurrency: after.concurrency },
      },
    });
    return after;
  });
  await untilSendsAreOut(ctx, { batchId: batchId });
  return answer;
}
