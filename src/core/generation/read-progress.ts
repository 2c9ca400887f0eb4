import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { isOpenBatch } from "./batch-state.ts";
import { type BatchProgress, batchProgressSchema, estimateSchema } from "./schema.ts";
import { sum } from "#/lib/sum.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import { batches, batchItems, callAttempts } from "#/platform/db/tables/generation.ts";
import { taxonomyValues } from "#/platform/db/tables/sources.ts";

type BatchRow = typeof batches.$inferSelect;
/** Finished conversations that the present pace is measured over. */
const STRETCH = 30;

/** The batches that a condition on the table `batches` names, newest first, each with its progress. */
export async function readProgress(
  tx: Transaction,
  condition: SQL | undefined,
  limit = 100,
): Promise<BatchProgress[]> {
  const rows = await tx
    .select()
    .from(batches)
    .where(condition)
    .orderBy(desc(batches.createdAt), desc(batches.number))
    .limit(limit);
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const counts = await countItems(tx, ids);
  const costs = await sumCosts(tx, ids);
  const open = rows.filter((row) => isOpenBatch(row.state));
  const running = await readRunning(
    tx,
    open.map((row) => row.id),
  );
  const progress: BatchProgress[] = [];
  for (const row of rows) {
    const count = counts.get(row.id) ?? {};
    const isOpen = isOpenBatch(row.state);
    const rate = isOpen || row.finishedAt ? await readRate(tx, row) : null;
    progress.push(progressOf({ row, count, costMicros: costs.get(row.id) ?? 0, rate, running }));
  }
  return progress;
}

function progressOf({
  row,
  count,
  costMicros,
  rate,
  running,
}: {
  row: BatchRow;
  count: Record<string, number>;
  costMicros: number;
  rate: number | null;
  running: (BatchProgress["running"][number] & { batchId: string })[];
}): BatchProgress {
  const estimate = estimateSchema.parse(row.estimate);
  const { done = 0, failed = 0, cancelled = 0 } = count;
  const isOpen = isOpenBatch(row.state);
  const left = row.total - sum([done, failed, cancelled]);
  return {
    id: row.id,
    projectId: row.projectId,
    number: row.number,
    state: isOpen ? "running" : batchProgressSchema.shape.state.parse(row.state),
    writer: estimate.writer.label,
    isPractice: estimate.writer.isPractice,
    total: row.total,
    done,
    failed,
    cancelled,
    running: running
      .filter(({ batchId }) => batchId === row.id)
      .map(({ conversationId, reference, persona, topic }) => ({
        conversationId,
        reference,
        persona,
        topic,
      })),
    costMicros,
    expectedCostMicros: estimate.costMicros.expected,
    ratePerMinute: rate,
    secondsLeft: isOpen && rate ? Math.ceil((left / rate) * 60) : null,
    createdByName: row.createdByName,
    createdAt: row.createdAt,
    finishedAt: row.finishedAt,
  };
}

async function countItems(
  tx: Transaction,
  ids: readonly string[],
): Promise<Map<string, Record<string, number>>> {
  const rows = await tx
    .select({
      batchId: batchItems.batchId,
      state: batchItems.state,
      count: sql<number>`count(*)::int`,
    })
    .from(batchItems)
    .where(inArray(batchItems.batchId, [...ids]))
    .groupBy(batchItems.batchId, batchItems.state);
  const counts = new Map<string, Record<string, number>>();
  for (const { batchId, state, count } of rows) {
    counts.set(batchId, { ...counts.get(batchId), [state]: count });
  }
  return counts;
}

async function sumCosts(tx: Transaction, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx
    .select({
      batchId: callAttempts.batchId,
      cost: sql<string>`coalesce(sum(${callAttempts.costMicros}), 0)`,
    })
    .from(callAttempts)
    .where(inArray(callAttempts.batchId, [...ids]))
    .groupBy(callAttempts.batchId);
  return new Map(rows.map(({ batchId, cost }) => [batchId ?? "", Number(cost)]));
}

async function readRunning(tx: Transaction, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return tx
    .select({
      batchId: batchItems.batchId,
      conversationId: batchItems.conversationId,
      reference: conversations.reference,
      persona: labelOf("persona"),
      topic: labelOf("topic"),
    })
    .from(batchItems)
    .innerJoin(conversations, eq(conversations.id, batchItems.conversationId))
    .where(and(inArray(batchItems.batchId, [...ids]), eq(batchItems.state, "running")))
    .orderBy(batchItems.position);
}

/** The label of a conversation's value in one dimension, as SQL; its key where the taxonomy lost it. */
export function labelOf(dimension: string): SQL<string> {
  const key = sql`${conversations.labels} ->> ${dimension}::text`;
  return sql<string>`coalesce((
    select ${taxonomyValues.label} from ${taxonomyValues}
    where ${taxonomyValues.projectId} = ${conversations.projectId}
      and ${taxonomyValues.dimension} = ${dimension} and ${taxonomyValues.key} = ${key}
  ), ${key}, '')`;
}

/** Conversations a minute over the last stretch: from the start of its first one until now or the end. */
async function readRate(tx: Transaction, row: BatchRow): Promise<number | null> {
  const stretch = tx
    .select({ startedAt: batchItems.startedAt, finishedAt: batchItems.finishedAt })
    .from(batchItems)
    .where(and(eq(batchItems.batchId, row.id), eq(batchItems.state, "done")))
    .orderBy(desc(batchItems.finishedAt))
    .limit(STRETCH)
    .as("stretch");
  const [measured] = await tx
    .select({
      count: sql<number>`count(*)::int`,
      seconds: sql<number>`extract(epoch from coalesce(${row.finishedAt}, clock_timestamp()) - min(${stretch.startedAt}))::float8`,
    })
    .from(stretch);
  if (!measured || measured.count === 0) return null;
  return (measured.count / Math.max(0.05, measured.seconds)) * 60;
}
