import { setTimeout as wait } from "node:timers/promises";
import { and, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { callRules } from "./call-rules.ts";
import { type Context, inTransaction } from "../context.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";

const LOOK_AGAIN_MS = 40;

/**
 * Waits until every call that was reserved before now is on its way or given up: at most a second. A verb
 * that promises "from the answer on nothing is sent" (pause, cancel, a lower cap) calls it after its
 * commit and before it answers: a worker sends within half a second of reserving, or asks again.
 * @param which the calls of one batch, of one project, or (empty) of the workspace.
 */
export async function untilSendsAreOut(
  ctx: Context,
  which: { batchId?: string; projectId?: string } = {},
): Promise<void> {
  if (ctx.transaction) throw new Error("wait for sends after the commit, not inside a transaction");
  const [now] = await inTransaction(ctx, (tx) =>
    tx.execute<{ at: string }>(sql`select clock_timestamp()::text as at`).then(({ rows }) => rows),
  );
  if (!now) return;
  const moment = sql`${now.at}::timestamptz`;
  const seconds = callRules.sentAfterMs / 1_000;
  const mayBeOnTheirWay: (SQL | undefined)[] = [
    which.batchId ? eq(callAttempts.batchId, which.batchId) : undefined,
    which.projectId ? eq(callAttempts.projectId, which.projectId) : undefined,
    isNotNull(callAttempts.heldUntil),
    isNull(callAttempts.firstByteAt),
    sql`${callAttempts.sentAt} <= ${moment}`,
    sql`${callAttempts.sentAt} > clock_timestamp() - make_interval(secs => ${seconds})`,
  ];
  for (;;) {
    const [one] = await inTransaction(ctx, (tx) =>
      tx
        .select({ id: callAttempts.id })
        .from(callAttempts)
        .where(and(...mayBeOnTheirWay))
        .limit(1),
    );
    if (!one) return;
    await wait(LOOK_AGAIN_MS);
  }
}
