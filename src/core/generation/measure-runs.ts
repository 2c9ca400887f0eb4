import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { ConversationLoad } from "./expect-batch.ts";
import type { WriterName } from "../writers/schema.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { batches, batchItems, callAttempts } from "#/platform/db/tables/generation.ts";

/** Ended conversations that are looked at, the newest first. */
const LOOKED_AT = 200;

/** What a conversation took, and how long it was to be. */
export interface MeasuredRun extends ConversationLoad {
  /** Of its calls the most that one held of the limits while it ran. */
  held: { inputTokens: number; outputTokens: number };
  /** Messages that were planned when it was written; null where no plan says. */
  messages: number | null;
  /** Of its cost, what the output was charged. */
  outputCostMicros: number;
  /** Texts that came of it: more than one where it fell short and was written again. */
  texts: number;
}

/** As `countWritten` counts them. */
const isText = and(eq(callAttempts.purpose, "write"), eq(callAttempts.state, "succeeded"));

/** Who wrote an item: its side of a comparison names a writer of its own. */
function ofSide(field: "provider" | "model", otherwise: PgColumn): SQL {
  const side = sql`${batches.split} -> 'arms' -> ${batchItems.arm}::int -> 'writer'`;
  return sql`coalesce(${side} ->> ${field}, ${otherwise})`;
}

/**
 * What the newest conversations of a project took with one writer: all calls of each in its batch, repairs
 * and failures with them. Seconds are those of the calls, not of the waiting between them.
 */
export async function measureRuns(
  tx: Transaction,
  projectId: string,
  writer: WriterName,
): Promise<MeasuredRun[]> {
  const ended = tx
    .select({
      batchId: batchItems.batchId,
      conversationId: batchItems.conversationId,
      isGood: batchItems.isGood,
    })
    .from(batchItems)
    .innerJoin(batches, eq(batches.id, batchItems.batchId))
    .where(
      and(
        eq(batches.projectId, projectId),
        eq(ofSide("provider", batches.writer), writer.provider),
        eq(ofSide("model", batches.model), writer.model),
        eq(batches.mode, "live"),
        inArray(batchItems.state, ["done", "failed"]),
      ),
    )
    .orderBy(desc(batchItems.finishedAt))
    .limit(LOOKED_AT)
    .as("ended");
  return tx
    .select({
      seconds: sql<number>`coalesce(sum(extract(epoch from ${callAttempts.finishedAt} - ${callAttempts.sentAt})), 0)::float8`,
      inputTokens: sql<number>`coalesce(sum(${callAttempts.inputTokens} - coalesce(${callAttempts.cacheReadTokens}, 0)), 0)::float8`,
      outputTokens: sql<number>`coalesce(sum(${callAttempts.outputTokens}), 0)::float8`,
      costMicros: sql<number>`coalesce(sum(${callAttempts.costMicros}), 0)::float8`,
      outputCostMicros: sql<number>`coalesce(sum(least(${callAttempts.costMicros},
        ${callAttempts.outputTokens} * (${callAttempts.prices} ->> 'output')::float8)), 0)::float8`,
      calls: sql<number>`count(*)::int`,
      texts: sql<number>`(count(*) filter (where ${isText}))::int`,
      isGood: ended.isGood,
      held: {
        inputTokens: sql<number>`max(${callAttempts.reservedInputTokens})::float8`,
        outputTokens: sql<number>`max(${callAttempts.reservedOutputTokens})::float8`,
      },
      messages: sql<number | null>`max((${callAttempts.parameters} ->> 'messageCount')::float8)`,
    })
    .from(ended)
    .innerJoin(
      callAttempts,
      and(
        eq(callAttempts.batchId, ended.batchId),
        eq(callAttempts.conversationId, ended.conversationId),
      ),
    )
    .groupBy(ended.batchId, ended.conversationId, ended.isGood);
}
