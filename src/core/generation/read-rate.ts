import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { BatchProgress } from "./schema.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { type batches, batchItems } from "#/platform/db/tables/generation.ts";

type BatchRow = typeof batches.$inferSelect;
/** The present pace is measured over so many ended conversations, and so many for each that is under way. */
const STRETCH = 30;
const STRETCH_PER_CALL = 4;

/**
 * Conversations a minute, from end to end: of those that ended since the batch began or went on, over the
 * last stretch until now. Measured from its first start it would count the calls under way as if they were late.
 */
export async function readRate(
  tx: Transaction,
  { id, runningSince }: BatchRow,
  underWay: number,
): Promise<number | null> {
  if (runningSince === null) return null;
  const { batchId, state, finishedAt } = batchItems;
  const stretch = tx
    .select({ finishedAt })
    .from(batchItems)
    .where(
      and(
        eq(batchId, id),
        inArray(state, ["done", "failed"]),
        sql`${finishedAt} > ${runningSince}::timestamptz`,
      ),
    )
    .orderBy(desc(finishedAt))
    .limit(Math.max(STRETCH, STRETCH_PER_CALL * underWay))
    .as("stretch");
  const [measured] = await tx
    .select({
      count: sql<number>`count(*)::int`,
      seconds: sql<number>`extract(epoch from clock_timestamp() - min(${stretch.finishedAt}))::float8`,
    })
    .from(stretch);
  if (!measured || measured.count < 2) return null;
  return ((measured.count - 1) / Math.max(0.05, measured.seconds)) * 60;
}

/** Of a batch that has ended, over the time that it ran. */
export function meanRate(
  { activeSeconds }: BatchRow,
  { done, failed }: Pick<BatchProgress, "done" | "failed">,
): number | null {
  const ended = done + failed;
  return ended < 2 ? null : (ended / Math.max(0.05, activeSeconds)) * 60;
}
