import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { z } from "zod";
import { callLineSchema, callPageSchema, listCallLinesInput } from "./call-log-schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { getProject } from "../projects/get-project.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";

/** What a line shows; the large columns are never read for a list. */
const lineColumns = {
  id: callAttempts.id,
  purpose: callAttempts.purpose,
  attempt: callAttempts.attempt,
  state: callAttempts.state,
  provider: callAttempts.provider,
  model: callAttempts.model,
  batchId: callAttempts.batchId,
  conversationId: callAttempts.conversationId,
  failure: callAttempts.failure,
  inputTokens: callAttempts.inputTokens,
  outputTokens: callAttempts.outputTokens,
  cacheReadTokens: callAttempts.cacheReadTokens,
  cacheWriteTokens: callAttempts.cacheWriteTokens,
  isUsageEstimated: callAttempts.isUsageEstimated,
  costMicros: callAttempts.costMicros,
  savedMicros: callAttempts.savedMicros,
  reservedMicros: callAttempts.reservedMicros,
  status: callAttempts.status,
  providerRequestId: callAttempts.providerRequestId,
  sentAt: callAttempts.sentAt,
  firstByteAt: callAttempts.firstByteAt,
  finishedAt: callAttempts.finishedAt,
};

const failedStates = ["failed", "invalid", "billed_unknown"];

/**
 * A page of a project's calls, of a run or a conversation where one is named, oldest first. What was sent
 * and what came back is left out, as it can be large: `getCall` reads it.
 * @throws invalid_input; not_found for the project.
 */
export async function listCallLines({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof listCallLinesInput>;
}): Promise<z.infer<typeof callPageSchema>> {
  authorise(ctx, "read");
  const { projectId, batchId, conversationId, show, page, pageSize } = parseInput(
    listCallLinesInput,
    input,
  );
  return inTransaction(ctx, async (tx, ctx) => {
    await getProject({ ctx, input: { projectId } });
    const of = and(
      eq(callAttempts.projectId, projectId),
      batchId ? eq(callAttempts.batchId, batchId) : undefined,
      conversationId ? eq(callAttempts.conversationId, conversationId) : undefined,
    );
    const hasFailed = inArray(callAttempts.state, failedStates);
    const rows = await tx
      .select({ ...lineColumns, reference: conversations.reference })
      .from(callAttempts)
      .leftJoin(conversations, eq(conversations.id, callAttempts.conversationId))
      .where(and(of, show === "failed" ? hasFailed : undefined))
      .orderBy(asc(callAttempts.sentAt), asc(callAttempts.id))
      .limit(pageSize)
      .offset((page - 1) * pageSize);
    const [counts = { all: 0, failed: 0 }] = await tx
      .select({
        all: sql<number>`count(*)::int`,
        failed: sql<number>`(count(*) filter (where ${hasFailed}))::int`,
      })
      .from(callAttempts)
      .where(of);
    return {
      calls: rows.map((row) => callLineSchema.parse(row)),
      total: counts[show],
      counts,
    };
  });
}
