import { and, eq } from "drizzle-orm";
import { getBatchProgress } from "./get-batch-progress.ts";
import type { BatchProgress } from "./schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { untilSendsAreOut } from "../calls/until-sends-are-out.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { BrightError } from "../errors.ts";
import { notifyProgress } from "#/platform/db/listen.ts";
import { batches } from "#/platform/db/tables/generation.ts";

const vendorGoesOn =
  "Nothing more is handed to the vendor; what it has goes on there and is stored when it comes. ";

/**
 * Holds a batch: from the answer on nothing of it is sent; what was sent before is finished and stored.
 * @throws notFound; conflict when it isn't running.
 */
export async function pauseBatch({
  ctx,
  input,
}: {
  ctx: Context;
  input: { batchId: string };
}): Promise<BatchProgress> {
  authorise(ctx, "write");
  const answer = await inTransaction(ctx, async (tx, ctx) => {
    const { id, number, projectId, mode } = await getBatchProgress({ ctx, input });
    const paused = await tx
      .update(batches)
      .set({
        state: "paused",
        pause: {
          kind: "person",
          by: ctx.actor.name,
          message: `${ctx.actor.name} paused it. ${mode === "overnight" ? vendorGoesOn : ""}What is written stays; continue when you like.`,
        },
        pausedUntil: null,
      })
      .where(and(eq(batches.id, id), eq(batches.state, "running")))
      .returning({ id: batches.id });
    if (paused.length === 0) {
      throw new BrightError(
        "conflict",
        `Run ${number} isn't running, so there is nothing to pause. Nothing was changed.`,
      );
    }
    await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId });
    const progress = await getBatchProgress({ ctx, input });
    await appendAudit(tx, ctx, {
      action: "batch.paused",
      targetKind: "batch",
      targetId: id,
      details: {
        number,
        kind: "person",
        done: progress.done,
        finishing: progress.running.length + progress.withVendor,
      },
    });
    return progress;
  });
  await untilSendsAreOut(ctx, { batchId: input.batchId });
  return answer;
}
