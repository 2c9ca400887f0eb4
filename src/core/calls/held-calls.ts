import { and, inArray, isNotNull, sql } from "drizzle-orm";
import { callRules } from "./call-rules.ts";
import { type Context, inTransaction } from "../context.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";

/** The calls of this process that are under way: their reservations are renewed together. */
export interface HeldCalls {
  /** Renews the call's reservation until the answer of this is called. */
  hold: (ctx: Context, attemptId: string) => () => void;
}

/** The time until which a reservation made or renewed now holds, as SQL. @param leaseScale shortens it in tests. */
export function heldUntil(leaseScale: number) {
  return sql`clock_timestamp() + make_interval(secs => ${callRules.holdSeconds * leaseScale}::float8)`;
}

/** A database that is away for a moment is asked again at the next turn. */
export function createHeldCalls(leaseScale: number): HeldCalls {
  const held = new Map<string, Context>();
  let timer: NodeJS.Timeout | undefined;

  const renew = () => {
    const byWorkspace = Map.groupBy(held, ([, ctx]) => ctx.workspaceId);
    for (const calls of byWorkspace.values()) {
      const [first] = calls;
      if (!first) continue;
      const [, ctx] = first;
      inTransaction(ctx, (tx) =>
        tx
          .update(callAttempts)
          .set({ heldUntil: heldUntil(leaseScale) })
          .where(
            and(
              inArray(
                callAttempts.id,
                calls.map(([id]) => id),
              ),
              isNotNull(callAttempts.heldUntil),
            ),
          ),
      ).catch((error: unknown) => ctx.log.warn({ err: error }, "calls could not be held on to"));
    }
  };

  return {
    hold: (ctx, attemptId) => {
      held.set(attemptId, ctx);
      if (!timer) {
        timer = setInterval(renew, callRules.renewSeconds * leaseScale * 1_000);
        timer.unref();
      }
      return () => {
        held.delete(attemptId);
        if (held.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}
