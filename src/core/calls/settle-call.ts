import { and, eq, sql } from "drizzle-orm";
import type { Failure } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";

/**
 * Says what became of an answer that arrived but wasn't used: "invalid" when it broke a rule,
 * "superseded" when somebody else had taken the work over meanwhile. The answer itself stays.
 * One that has become a version is let be.
 */
export async function settleCall({
  ctx,
  input,
}: {
  ctx: Context;
  input: { attemptId: string; state: "invalid" | "superseded"; failure: Failure };
}): Promise<void> {
  authorise(ctx, "write");
  const own = eq(callAttempts.id, input.attemptId);
  const isUnused = sql`not exists (select from bright.conversation_versions version
    where version.call_attempt_id = ${input.attemptId}::uuid)`;
  await inTransaction(ctx, async (tx) => {
    // Who took the work over may store this very answer at the moment: wait for it, then look.
    await tx.select({ id: callAttempts.id }).from(callAttempts).where(own).for("update");
    await tx
      .update(callAttempts)
      .set({ state: input.state, failure: input.failure })
      .where(and(own, isUnused));
  });
}
