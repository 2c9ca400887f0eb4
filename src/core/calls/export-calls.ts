import { and, asc, eq, gt, or, sql } from "drizzle-orm";
import { type CallAttempt, callAttemptSchema } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import { isUuid } from "#/lib/uuid.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import { batches, callAttempts } from "#/platform/db/tables/generation.ts";

/** Whole calls read at once: a few megabytes. */
const AT_ONCE = 50;

/** A run's calls, or a conversation's. */
export type CallsOf = { batchId: string } | { conversationId: string };

/**
 * Every call of a run or a conversation, oldest first, as JSON Lines: one call a line with request, answer,
 * tokens, cost in millionths of a US dollar and times. Keys of vendors are never on the record.
 * @returns a name for the file, and its lines, read as they are asked for.
 * @throws not_found
 */
export async function exportCalls({
  ctx,
  input,
}: {
  ctx: Context;
  input: CallsOf;
}): Promise<{ fileName: string; lines: AsyncGenerator<string, void, void> }> {
  authorise(ctx, "read");
  const name = await nameOf(ctx, input);
  return { fileName: `calls-${name}.jsonl`, lines: linesOf(ctx, input) };
}

async function nameOf(ctx: Context, input: CallsOf): Promise<string> {
  if ("batchId" in input) {
    if (!isUuid(input.batchId)) throw notFound("run");
    const [batch] = await inTransaction(ctx, (tx) =>
      tx.select({ number: batches.number }).from(batches).where(eq(batches.id, input.batchId)),
    );
    if (!batch) throw notFound("run");
    return `run-${batch.number}`;
  }
  if (!isUuid(input.conversationId)) throw notFound("conversation");
  const [conversation] = await inTransaction(ctx, (tx) =>
    tx
      .select({ reference: conversations.reference })
      .from(conversations)
      .where(eq(conversations.id, input.conversationId)),
  );
  if (!conversation) throw notFound("conversation");
  return conversation.reference;
}

async function* linesOf(ctx: Context, input: CallsOf): AsyncGenerator<string, void, void> {
  let last: { sentAt: string; id: string } | null = null;
  for (;;) {
    const page: { call: CallAttempt; sentAt: string }[] = await readPage(ctx, input, last);
    for (const { call, sentAt } of page) {
      last = { sentAt, id: call.id };
      yield `${JSON.stringify(call)}\n`;
    }
    if (page.length < AT_ONCE) return;
  }
}

/** The moment travels as text: a JavaScript date has milliseconds, the database microseconds. */
async function readPage(
  ctx: Context,
  input: CallsOf,
  last: { sentAt: string; id: string } | null,
): Promise<{ call: CallAttempt; sentAt: string }[]> {
  const rows = await inTransaction(ctx, (tx) =>
    tx
      .select({ call: callAttempts, sentAt: sql<string>`${callAttempts.sentAt}::text` })
      .from(callAttempts)
      .where(
        and(
          "batchId" in input
            ? eq(callAttempts.batchId, input.batchId)
            : eq(callAttempts.conversationId, input.conversationId),
          last
            ? or(
                sql`${callAttempts.sentAt} > ${last.sentAt}::timestamptz`,
                and(
                  sql`${callAttempts.sentAt} = ${last.sentAt}::timestamptz`,
                  gt(callAttempts.id, last.id),
                ),
              )
            : undefined,
        ),
      )
      .orderBy(asc(callAttempts.sentAt), asc(callAttempts.id))
      .limit(AT_ONCE),
  );
  return rows.map(({ call, sentAt }) => ({ call: callAttemptSchema.parse(call), sentAt }));
}
