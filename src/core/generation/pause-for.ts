import { and, eq, sql } from "drizzle-orm";
import { generateBatchJob } from "./generate-batch-job.ts";
import type { Pause } from "./schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { type Context, inTransaction } from "../context.ts";
import { notifyProgress } from "#/platform/db/listen.ts";
import { batches } from "#/platform/db/tables/generation.ts";
import { enqueue } from "#/platform/queue/queue.ts";

/** Deeds of the product itself, on the record under its own name. */
function asSystem(ctx: Context): Context {
  return { ...ctx, actor: { id: "system", name: "Bright Run", role: "editor" } };
}

/**
 * Pauses a running batch for a reason that isn't a person's wish: nothing of it is sent from then on. Many
 * items meet the same reason at the same time: the first one pauses, the others find it so.
 * @param seconds after which it goes on by itself; null: a person lets it go on.
 */
export async function pauseFor(
  ctx: Context,
  batchId: string,
  pause: Pause,
  seconds: number | null,
): Promise<void> {
  await inTransaction(asSystem(ctx), async (tx, ctx) => {
    const until = sql`clock_timestamp() + make_interval(secs => ${seconds ?? 0}::float8)`;
    const [paused] = await tx
      .update(batches)
      .set({ state: "paused", pause, pausedUntil: seconds === null ? null : until })
      .where(and(eq(batches.id, batchId), eq(batches.state, "running")))
      .returning({
        projectId: batches.projectId,
        number: batches.number,
        until: batches.pausedUntil,
      });
    if (!paused) return;
    const { projectId, number } = paused;
    await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId });
    await appendAudit(tx, ctx, {
      action: "batch.paused",
      targetKind: "batch",
      targetId: batchId,
      reason: pause.message,
      details: {
        number,
        kind: pause.kind,
        code: pause.by,
        until: paused.until?.toISOString() ?? null,
      },
    });
  });
}

/** Lets a batch go on whose pause was for a time that is over. @returns whether it did. */
export async function resumeIfDue(ctx: Context, batchId: string): Promise<boolean> {
  return inTransaction(asSystem(ctx), async (tx, ctx) => {
    const [resumed] = await tx
      .update(batches)
      .set({ state: "running", pause: null, pausedUntil: null })
      .where(
        and(
          eq(batches.id, batchId),
          eq(batches.state, "paused"),
          sql`${batches.pausedUntil} <= clock_timestamp()`,
        ),
      )
      .returning({ projectId: batches.projectId, number: batches.number });
    if (!resumed) return false;
    await enqueue(tx, generateBatchJob, { workspaceId: ctx.workspaceId, batchId });
    await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId: resumed.projectId });
    await appendAudit(tx, ctx, {
      action: "batch.resumed",
      targetKind: "batch",
      targetId: batchId,
      details: { number: resumed.number },
    });
    return true;
  });
}
