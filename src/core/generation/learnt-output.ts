import { and, desc, eq, isNotNull, sql } from "drizzle-orm";
import type { WriterName } from "../writers/schema.ts";
import { type Context, inTransaction } from "../context.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";

/** So many answers have to be known before they say more than the greatest length that could be. */
const ENOUGH = 20;
const LOOKED_AT = 200;
/** Room above the 95th percentile: too tight cuts answers off, too wide holds limits back for nothing. */
const ROOM = 1.2;
const LEAST = 512;

/**
 * Output tokens that one planned message takes in this project with this writer, near the 95th percentile
 * and a fifth more; null before enough answers are known.
 */
export async function learntOutput(
  ctx: Context,
  projectId: string,
  { provider, model }: WriterName,
): Promise<number | null> {
  return inTransaction(ctx, async (tx) => {
    const latest = tx
      .select({
        perMessage: sql<number>`${callAttempts.outputTokens}::float8
          / nullif((${callAttempts.parameters} ->> 'messageCount')::float8, 0)`.as("per_message"),
      })
      .from(callAttempts)
      .where(
        and(
          eq(callAttempts.projectId, projectId),
          eq(callAttempts.provider, provider),
          eq(callAttempts.model, model),
          eq(callAttempts.purpose, "write"),
          eq(callAttempts.state, "succeeded"),
          isNotNull(callAttempts.outputTokens),
        ),
      )
      .orderBy(desc(callAttempts.sentAt))
      .limit(LOOKED_AT)
      .as("latest");
    const [row] = await tx
      .select({
        count: sql<number>`count(*)::int`,
        high: sql<number>`coalesce(percentile_cont(0.95) within group (order by ${latest.perMessage}), 0)::float8`,
      })
      .from(latest);
    return row && row.count >= ENOUGH && row.high > 0 ? row.high * ROOM : null;
  });
}

/** The output limit of one call: what was learnt, never above the room for the greatest length. */
export function outputLimit(most: number, messageCount: number, perMessage: number | null): number {
  if (perMessage === null) return most;
  return Math.min(most, Math.max(LEAST, Math.ceil(perMessage * messageCount)));
}
