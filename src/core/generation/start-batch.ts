import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { type PreparedBatch, prepareBatch, writersOf } from "./prepare-batch.ts";
import { generateBatchJob } from "./generate-batch-job.ts";
import { getBatchProgress } from "./get-batch-progress.ts";
import { type BatchProgress, startBatchInput } from "./schema.ts";
import { sidesToStore } from "./sides-of-batch.ts";
import { appendBulkAudit } from "../audit/append-bulk-audit.ts";
import type { Providers, Writer } from "../writers/registry.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { moveGeneration } from "../conversations/move-generation.ts";
import { BrightError, invalidField } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { lockProject } from "../projects/lock-project.ts";
import { formatCounted } from "#/lib/format.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { notifyProgress } from "#/platform/db/listen.ts";
import { batches } from "#/platform/db/tables/generation.ts";
import { enqueue } from "#/platform/queue/queue.ts";

/**
 * Queues the selected conversations for writing and wakes a worker. Seeds and rows that are being written
 * already stay out. Nothing starts unless the number is the one that the person confirmed. Where templates
 * or writers are compared, each row is dealt to one side; a stop amount holds for all sides together.
 * @throws conflict when the number has changed meanwhile or nothing is left to write; notFound;
 * unavailable where no writer is set up; invalid_input for a comparison that can't be made.
 */
export async function startBatch({
  ctx,
  providers,
  input,
}: {
  ctx: Context;
  providers: Providers;
  input: z.input<typeof startBatchInput>;
}): Promise<BatchProgress> {
  authorise(ctx, "write");
  const { expectedCount, capMicros, feedback, ...wish } = parseInput(startBatchInput, input);
  const { projectId, mode } = wish;
  const writers = await writersOf(ctx, providers, wish);
  if (mode === "overnight") refuseWithoutBatches(writers);
  const [writer] = writers;
  return inTransaction(ctx, async (tx, ctx) => {
    const batchId = randomUUID();
    const seed = batchId;
    const prepared = await prepareBatch(tx, ctx, { wish, writers, lock: true, seed });
    const { selected, estimate } = prepared;
    refuseOtherCount(selected, expectedCount);
    if (wish.target) refuseUnreachable(wish.target.good, selected.ids.length);
    if (wish.split) refuseEmptySide(wish.split.arms.length, selected.ids.length);
    await tx.insert(batches).values({
      id: batchId,
      workspaceId: ctx.workspaceId,
      projectId,
      number: await nextNumber(tx, projectId),
      writer: writer.provider.id,
      model: writer.model.model,
      total: selected.ids.length,
      estimate,
      mode,
      isUrgent: mode === "live" && selected.ids.length === 1,
      capMicros: capMicros ?? null,
      concurrency: wish.concurrency ?? null,
      target: wish.target ?? null,
      feedback: feedback || null,
      split: wish.split ? sidesToStore(wish.split, writers) : null,
      createdBy: ctx.actor.id,
      createdByName: ctx.actor.name,
      createdByRole: ctx.actor.role,
    });
    await queueItems(tx, ctx, batchId, prepared);
    await enqueue(tx, generateBatchJob, { workspaceId: ctx.workspaceId, batchId });
    await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId });
    const progress = await getBatchProgress({ ctx, input: { batchId } });
    await appendBulkAudit(
      tx,
      ctx,
      {
        action: "batch.started",
        targetKind: "batch",
        targetId: batchId,
        details: {
          projectId,
          number: progress.number,
          total: progress.total,
          provider: writer.provider.id,
          model: writer.model.model,
          expectedCostMicros: estimate.costMicros.expected,
          mode,
          ...(capMicros !== undefined && { capMicros }),
          ...(wish.target && { target: wish.target }),
          ...(feedback && { feedback }),
          ...(wish.split && {
            compared: wish.split.over,
            sides: wish.split.arms.map(({ label }) => label),
          }),
        },
      },
      selected.ids.map((id) => ({ id, contentHash: selected.contentHashes.get(id) ?? null })),
    );
    return progress;
  });
}

function refuseWithoutBatches(writers: readonly Writer[]): void {
  const without = writers.find(({ provider }) => !provider.batches);
  if (!without) return;
  const { provider, model } = without;
  throw invalidField(
    "mode",
    `${provider.isPractice ? provider.label : model.label} can't write overnight: its connection takes no batches. Nothing was started; choose a writer whose vendor does, or write now.`,
  );
}

function refuseUnreachable(good: number, count: number): void {
  if (good <= count) return;
  throw invalidField(
    "target.good",
    `${formatCounted(good, "good conversation")} can't come of ${formatCounted(count, "row")}: each row has one text in the end. Nothing was started; choose more rows, or fewer good ones.`,
  );
}

function refuseEmptySide(sides: number, count: number): void {
  if (count >= sides) return;
  throw invalidField(
    "split",
    `A comparison of ${sides} sides needs at least ${sides} conversations, and ${count === 1 ? "only one is" : `only ${count} are`} left to be written. Nothing was started; plan more, or compare fewer.`,
  );
}

function refuseOtherCount(
  { ids, skipped }: PreparedBatch["selected"],
  expectedCount: number,
): void {
  if (ids.length === expectedCount) return;
  const left =
    skipped === 0
      ? ""
      : ` ${formatCounted(skipped, "selected conversation")} can't be written now, because a run is at work on them or they are seeds.`;
  throw new BrightError(
    "conflict",
    ids.length === 0
      ? `None of the selected conversations can be written any more; ${expectedCount} were confirmed.${left} Nothing was started; look at the table again.`
      : `You confirmed ${expectedCount}, but ${ids.length} can be written now.${left} Nothing was started; look at the new number and confirm it.`,
  );
}

/** The project's row is held until the commit, so that two batches don't get one number. */
async function nextNumber(tx: Transaction, projectId: string): Promise<number> {
  await lockProject(tx, projectId);
  const [row] = await tx
    .select({ next: sql<number>`coalesce(max(${batches.number}), 0)::int + 1` })
    .from(batches)
    .where(eq(batches.projectId, projectId));
  return row?.next ?? 1;
}

async function queueItems(
  tx: Transaction,
  ctx: Context,
  batchId: string,
  { selected: { ids }, arms }: Pick<PreparedBatch, "selected" | "arms">,
): Promise<void> {
  await tx.execute(sql`
    insert into bright.batch_items (workspace_id, batch_id, conversation_id, position, arm, expected_length)
    select ${ctx.workspaceId}::uuid, ${batchId}::uuid, selected.id, place, selected.arm,
      case when jsonb_typeof(plan -> 'messageCount') = 'number' then (plan ->> 'messageCount')::float8::int else 0 end
    from unnest(${sql.param([...ids])}::uuid[], ${sql.param(arms ?? ids.map(() => null))}::smallint[])
      with ordinality as selected (id, arm, place)
    join bright.conversations conversation on conversation.id = selected.id`);
  await moveGeneration(tx, { ids, from: ["not_generated", "generated", "failed"], to: "queued" });
}
