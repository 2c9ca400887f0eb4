import { and, desc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Lease } from "./lease.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import type { ProviderResponse } from "#/platform/llm/port.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";

/** An answer as its attempt keeps it. */
export const storedAnswer = z.object({
  text: z.string(),
  stopReason: z.enum(["end", "max_tokens", "refusal", "context_exceeded", "other"]),
  raw: z.unknown(),
});

/** An answer that was paid for and is on the record, but became neither a version nor a failure. */
export interface UnusedAnswer {
  attemptId: string;
  response: Pick<ProviderResponse, "text" | "stopReason">;
}

/**
 * The newest answer for an item that was begun before and whose worker ended between the answer and the
 * version: it is used instead of paying again.
 */
export async function findUnusedAnswer(
  tx: Transaction,
  { batchId, conversationId }: Lease,
): Promise<UnusedAnswer | undefined> {
  const [row] = await tx
    .select({ id: callAttempts.id, response: callAttempts.response })
    .from(callAttempts)
    .where(
      and(
        eq(callAttempts.conversationId, conversationId),
        eq(callAttempts.batchId, batchId),
        eq(callAttempts.purpose, "write"),
        eq(callAttempts.state, "succeeded"),
        sql`not exists (select from bright.conversation_versions version
          where version.conversation_id = ${conversationId}::uuid
            and version.call_attempt_id = ${callAttempts.id})`,
      ),
    )
    .orderBy(desc(callAttempts.sentAt))
    .limit(1);
  const response = storedAnswer.safeParse(row?.response);
  return row && response.success ? { attemptId: row.id, response: response.data } : undefined;
}
