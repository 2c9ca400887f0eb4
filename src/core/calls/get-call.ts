import { eq } from "drizzle-orm";
import { type CallAttempt, callAttemptSchema } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import { isUuid } from "#/lib/uuid.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";

/**
 * One call whole: what was sent, with which parameters, and what came back.
 * @throws not_found
 */
export async function getCall({
  ctx,
  input,
}: {
  ctx: Context;
  input: { callId: string };
}): Promise<CallAttempt> {
  authorise(ctx, "read");
  if (!isUuid(input.callId)) throw notFound("call");
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.select().from(callAttempts).where(eq(callAttempts.id, input.callId));
    if (!row) throw notFound("call");
    return callAttemptSchema.parse(row);
  });
}
