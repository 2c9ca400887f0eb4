import { and, desc, eq, inArray, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { isOpenBatch } from "./batch-state.ts";
import {
  type BatchProgress,
  batchProgressSchema,
  estimateSchema,
  itemStages,
  pauseSchema,
  type WaitsFor,
} from "./schema.ts";
import { meanRate, readRate } from "./read-rate.ts";
import { sidesOfBatch } from "./sides-of-batch.ts";
import { countWritten, targetOf, textsLeft } from "./until-good.ts";
import { isWithVendor, readReadyBy } from "./with-vendor.ts";
import { readWriterHealth } from "../calls/read-writer-health.ts";
import type { Context } from "../context.ts";
import { sum } from "#/lib/sum.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import { batches, batchItems, callAttempts } from "#/platform/db/tables/generation.ts";
import { taxonomyValues } from "#/platform/db/tables/sources.ts";

type BatchRow = typeof batches.$inferSelect;

/** The batches that a condition on the table `batches` names, newest first, each with its progress. */
export async function readProgress(
  tx: Transaction,
  ctx: Context,
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
  const money = await sumMoney(tx, ids);
  const readyBy = await readReadyBy(tx, ids);
  const open = rows.filter((row) => isOpenBatch(row.state));
  const running = await readRunning(
    tx,
    open.map((row) => row.id),
  );
  const progress: BatchProgress[] = [];
  for (const row of rows) {
    const count = counts.get(row.id) ?? noItems;
    const isOpen = isOpenBatch(row.state);
    const own = running.get(row.id) ?? [];
    const rate = isOpen ? await readRate(tx, row, own.length) : meanRate(row, count);
    const health = isOpen ? await readHealth(tx, ctx, row) : null;
    const written = row.target === null ? count.done : await countWritten(tx, row.id);
    progress.push({
      ...progressOf({ row, count, written, money: money.get(row.id), rate, health, running: own }),
      readyBy: readyBy.get(row.id) ?? null,
    });
  }
  return progress;
}

function progressOf({
  row,
  count,
  written,
  money = { costMicros: 0, reservedMicros: 0, savedMicros: 0 },
  rate,
  health,
  running,
}: {
  row: BatchRow;
  count: ItemCounts;
  written: number;
  money: Money | undefined;
  rate: number | null;
  health: BatchProgress["health"];
  running: BatchProgress["running"];
}): Omit<BatchProgress, "readyBy"> {
  const { writer, costMicros, seconds } = storedEstimate.parse(row.estimate);
  const { done, failed, cancelled, good } = count;
  const target = targetOf(row);
  const left = target
    ? textsLeft(target, { good, written, running: running.length })
    : row.total - sum([done, failed, cancelled]);
  const isLive = row.mode === "live";
  return {
    id: row.id,
    projectId: row.projectId,
    number: row.number,
    ...stateOf(row),
    health,
    mode: batchProgressSchema.shape.mode.parse(row.mode),
    writer: writer.label,
    writerName: { provider: row.writer, model: row.model },
    isPractice: writer.isPractice,
    total: row.total,
    ...count,
    target,
    written,
    running,
    concurrency: row.concurrency,
    capMicros: row.capMicros,
    ...money,
    estimate: { costMicros, seconds },
    expectedCostMicros: costMicros.expected,
    ratePerMinute: isLive ? rate : null,
    textsLeft: isOpenBatch(row.state) ? left : 0,
    secondsLeft: isLive && row.state === "running" && rate ? Math.ceil((left / rate) * 60) : null,
    activeSeconds: row.finishedAt ? row.activeSeconds : null,
    createdByName: row.createdByName,
    createdAt: row.createdAt,
    finishedAt: row.finishedAt,
  };
}

/** What an estimate of any release holds. */
const storedEstimate = estimateSchema.pick({ writer: true, costMicros: true, seconds: true });

function stateOf(
  row: BatchRow,
): Pick<BatchProgress, "state" | "isStopping" | "pause" | "pausedUntil"> {
  const isStopping = row.state === "cancelling";
  const isPaused = row.state === "paused";
  return {
    state: isStopping ? "running" : batchProgressSchema.shape.state.parse(row.state),
    isStopping,
    pause: isPaused ? pauseSchema.parse(row.pause) : null,
    pausedUntil: isPaused ? row.pausedUntil : null,
  };
}

/** Of its writer; where writers are compared, of the first that can't be asked. */
async function readHealth(
  tx: Transaction,
  ctx: Context,
  row: BatchRow,
): Promise<BatchProgress["health"]> {
  let first: BatchProgress["health"] = null;
  for (const { writer } of sidesOfBatch(row)) {
    const { state, reason, until } = await readWriterHealth(tx, ctx, writer);
    if (state !== "ok") return { state, reason, until };
    first ??= { state, reason, until };
  }
  return first;
}

const noItems = {
  done: 0,
  failed: 0,
  cancelled: 0,
  good: 0,
  queued: 0,
  withVendor: 0,
  retrying: 0,
  nextRetryAt: null,
  waitingForMoney: 0,
  waitingForVendor: 0,
  vendorAskedAt: null,
};
type ItemCounts = Pick<BatchProgress, keyof typeof noItems>;

async function countItems(
  tx: Transaction,
  ids: readonly string[],
): Promise<Map<string, ItemCounts>> {
  const ofState = (state: string) =>
    sql<number>`(count(*) filter (where ${batchItems.state} = ${state}))::int`;
  const isRetrying = sql`${batchItems.state} = 'queued' and ${batchItems.stage} is null
    and ${batchItems.notBefore} > clock_timestamp()`;
  const isWaitingFor = (what: WaitsFor) =>
    sql`${batchItems.state} = 'queued' and ${batchItems.stage} = ${what}`;
  const count = (condition: SQL) => sql<number>`(count(*) filter (where ${condition}))::int`;
  const earliest = (condition: SQL) =>
    sql<Date | null>`min(${batchItems.notBefore}) filter (where ${condition})`.mapWith(
      batchItems.notBefore,
    );
  const rows = await tx
    .select({
      batchId: batchItems.batchId,
      // A row whose text fell short and that is written again has its text all the while.
      done: sql<number>`(count(*) filter (where ${batchItems.state} = 'done'
        or (${batchItems.state} in ('queued', 'running') and ${batchItems.isGood} is not null)))::int`,
      failed: ofState("failed"),
      cancelled: ofState("cancelled"),
      good: count(sql`${batchItems.isGood}`),
      queued: ofState("queued"),
      withVendor: count(isWithVendor),
      retrying: count(isRetrying),
      nextRetryAt: earliest(isRetrying),
      waitingForMoney: count(isWaitingFor("money")),
      waitingForVendor: count(isWaitingFor("vendor")),
      vendorAskedAt: earliest(isWaitingFor("vendor")),
    })
    .from(batchItems)
    .where(inArray(batchItems.batchId, [...ids]))
    .groupBy(batchItems.batchId);
  return new Map(rows.map(({ batchId, ...counts }) => [batchId, counts]));
}

type Money = Pick<BatchProgress, "costMicros" | "reservedMicros" | "savedMicros">;

async function sumMoney(tx: Transaction, ids: readonly string[]): Promise<Map<string, Money>> {
  const total = (column: SQLWrapper) => sql<string>`coalesce(sum(${column}), 0)`.mapWith(Number);
  const rows = await tx
    .select({
      batchId: callAttempts.batchId,
      costMicros: total(callAttempts.costMicros),
      reservedMicros: total(
        sql`case when ${callAttempts.state} = 'sent' then ${callAttempts.reservedMicros} end`,
      ),
      savedMicros: total(callAttempts.savedMicros),
    })
    .from(callAttempts)
    .where(inArray(callAttempts.batchId, [...ids]))
    .groupBy(callAttempts.batchId);
  return new Map(rows.map(({ batchId, ...money }) => [batchId ?? "", money]));
}

async function readRunning(
  tx: Transaction,
  ids: readonly string[],
): Promise<Map<string, BatchProgress["running"]>> {
  const running = new Map<string, BatchProgress["running"]>();
  if (ids.length === 0) return running;
  const rows = await tx
    .select({
      batchId: batchItems.batchId,
      conversationId: batchItems.conversationId,
      reference: conversations.reference,
      persona: labelOf("persona"),
      topic: labelOf("topic"),
      stage: batchItems.stage,
      since: batchItems.startedAt,
      createdAt: conversations.createdAt,
    })
    .from(batchItems)
    .innerJoin(conversations, eq(conversations.id, batchItems.conversationId))
    .where(
      and(
        inArray(batchItems.batchId, [...ids]),
        sql`not (${isWithVendor})`,
        eq(batchItems.state, "running"),
      ),
    )
    .orderBy(batchItems.position);
  for (const { batchId, stage, since, createdAt, ...row } of rows) {
    const item = {
      ...row,
      stage: itemStages.find((known) => known === stage) ?? "waiting",
      since: since ?? createdAt,
    };
    const own = running.get(batchId);
    if (own) own.push(item);
    else running.set(batchId, [item]);
  }
  return running;
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
