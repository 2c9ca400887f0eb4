import { asc, eq } from "drizzle-orm";
import { type CallAttempt, callAttemptSchema } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import { isUuid } from "#/lib/uuid.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";

/**
 * Every call for one conversation, oldest first, with request, answer, tokens and cost.
 * @throws not_found
 */
export async function listCalls({
  ctx,
  input,
}: {
  ctx: Context;
  input: { conversationId: string };
}): Promise<CallAttempt[]> {
  authorise(ctx, "read");
  if (!isUuid(input.conversationId)) throw notFound("conversation");
  return inTransaction(ctx, async (tx) => {
    const [conversation] = await tx
      .select({ id: conversations.id })
      .from(conversations)
      .where(eq(conversations.id, input.conversationId));
    if (!conversation) throw notFound("conversation");
    const rows = await tx
      .select()
      .from(callAttempts)
      .where(eq(callAttempts.conversationId, conversation.id))
      .orderBy(asc(callAttempts.sentAt), asc(callAttempts.attempt));
    return rows.map((row) => callAttemptSchema.parse(row));
  });
}
