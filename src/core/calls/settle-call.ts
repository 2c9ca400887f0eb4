import { eq } from "drizzle-orm";
import type { Failure } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";

/**
 * Says what became of an answer that arrived but wasn't used: "invalid" when it broke a rule,
 * "superseded" when somebody else had taken the work over meanwhile. The answer itself stays.
 */
export async function settleCall({
  ctx,
  input,
}: {
  ctx: Context;
  input: { attemptId: string; state: "invalid" | "superseded"; failure: Failure };
}): Promise<void> {
  authorise(ctx, "write");
  await inTransaction(ctx, (tx) =>
    tx
      .update(callAttempts)
      .set({ state: input.state, failure: input.failure })
      .where(eq(callAttempts.id, input.attemptId)),
  );
}
