import { and, desc, eq, sql } from "drizzle-orm";
import type { Estimate } from "./schema.ts";
import type { WritableSelection } from "./select-writable.ts";
import type { Writer } from "../writers/registry.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { batches, batchItems, callAttempts } from "#/platform/db/tables/generation.ts";

/** Finished conversations that are enough to go by, and how many are looked at. */
const ENOUGH = 10;
const LOOKED_AT = 200;
/** Before anything was written: tokens of an ordinary prompt and of 12 messages with their JSON. */
const USUAL_TOKENS = { input: 3_500, output: 2_400 };
const SPREAD = { low: 0.7, high: 1.6 };

type Range = Estimate["costMicros"];

/** Cost and time of a selection with one writer, from this project's own runs where there are enough. */
export async function estimateFor(
  tx: Transaction,
  {
    projectId,
    writer,
    selected,
  }: { projectId: string; writer: Writer; selected: WritableSelection },
): Promise<Estimate> {
  const { provider, model } = writer;
  const count = selected.ids.length;
  const measured = await measureRuns(tx, projectId, writer);
  const seconds = measured?.seconds ?? around(model.secondsPerConversation);
  const cost = measured?.costMicros ?? around(usualCost(writer));
  const lanes = Math.max(1, Math.min(model.concurrency, count));
  return {
    count,
    again: selected.again,
    skipped: selected.skipped,
    writer: {
      provider: provider.id,
      model: model.model,
      label: provider.isPractice ? provider.label : model.label,
      isPractice: provider.isPractice,
    },
    costMicros: times(cost, count),
    seconds: times(seconds, count / lanes),
    basis: measured
      ? `From the last ${measured.count} conversations that this writer wrote for the project.`
      : "From the writer's own figures; it has not written enough here yet to go by.",
  };
}

function usualCost({ model }: Writer): number {
  return USUAL_TOKENS.input * model.prices.input + USUAL_TOKENS.output * model.prices.output;
}

async function measureRuns(
  tx: Transaction,
  projectId: string,
  { provider, model }: Writer,
): Promise<{ count: number; seconds: Range; costMicros: Range } | undefined> {
  const runs = tx
    .select({
      seconds:
        sql<number>`extract(epoch from ${batchItems.finishedAt} - ${batchItems.startedAt})::float8`.as(
          "seconds",
        ),
      cost: sql<number>`coalesce((
        select sum(${callAttempts.costMicros}) from ${callAttempts}
        where ${callAttempts.conversationId} = ${batchItems.conversationId}
          and ${callAttempts.batchId} = ${batchItems.batchId}
      ), 0)::float8`.as("cost"),
    })
    .from(batchItems)
    .innerJoin(batches, eq(batches.id, batchItems.batchId))
    .where(
      and(
        eq(batches.projectId, projectId),
        eq(batches.writer, provider.id),
        eq(batches.model, model.model),
        eq(batchItems.state, "done"),
      ),
    )
    .orderBy(desc(batchItems.finishedAt))
    .limit(LOOKED_AT)
    .as("runs");
  const share = (column: typeof runs.seconds | typeof runs.cost, at: number) =>
    sql<number>`coalesce(percentile_cont(${sql.raw(String(at))}) within group (order by ${column}), 0)::float8`;
  const [row] = await tx
    .select({
      count: sql<number>`count(*)::int`,
      seconds: sql<number>`coalesce(avg(${runs.seconds}), 0)::float8`,
      secondsLow: share(runs.seconds, 0.1),
      secondsHigh: share(runs.seconds, 0.9),
      cost: sql<number>`coalesce(avg(${runs.cost}), 0)::float8`,
      costLow: share(runs.cost, 0.1),
      costHigh: share(runs.cost, 0.9),
    })
    .from(runs);
  if (!row || row.count < ENOUGH) return undefined;
  return {
    count: row.count,
    seconds: ordered(row.secondsLow, row.seconds, row.secondsHigh),
    costMicros: ordered(row.costLow, row.cost, row.costHigh),
  };
}

function ordered(low: number, expected: number, high: number): Range {
  return { low: Math.min(low, expected), expected, high: Math.max(high, expected) };
}

function around(expected: number): Range {
  return { low: expected * SPREAD.low, expected, high: expected * SPREAD.high };
}

function times({ low, expected, high }: Range, factor: number): Range {
  return { low: low * factor, expected: expected * factor, high: high * factor };
}
