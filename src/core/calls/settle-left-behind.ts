import { sql } from "drizzle-orm";
import type { Logger } from "pino";
import { callProcessOf } from "./call-process.ts";
import { type CallEnd, settleAttempt } from "./settle-attempt.ts";
import type { Context } from "../context.ts";
import type { Database } from "#/platform/db/connect.ts";
import { isPassingFailure } from "#/platform/db/passing-failure.ts";

/** Acts for whoever made a call and is gone; row-level security still holds it to the one workspace. */
export function systemContext(db: Database, log: Logger, workspaceId: string): Context {
  return {
    db,
    log,
    workspaceId,
    actor: { id: "system", name: "Bright Run", role: "editor" },
    requestId: "calls-left-behind",
  };
}

/**
 * Settles calls whose maker stopped holding them (it was killed, or cut off from the database): nobody knows
 * what they cost, so they count at what was held back, and their places are given back. An answer that turns
 * up later, in the spool or from a process that was only asleep, corrects it.
 * @returns how many were settled.
 * @throws when the database is away, or takes nothing for the moment.
 */
export async function settleLeftBehind(db: Database, log: Logger): Promise<number> {
  const { rows } = await db.execute<{ workspace_id: string; call_id: string }>(
    sql`select workspace_id, call_id from bright.calls_left_behind()`,
  );
  let count = 0;
  for (const { workspace_id: workspaceId, call_id: attemptId } of rows) {
    const ctx = systemContext(db, log, workspaceId);
    try {
      if (await settleAttempt(ctx, callProcessOf(ctx), attemptId, leftBehind)) count += 1;
    } catch (error) {
      // One that can't be settled stands in no other's way.
      if (isPassingFailure(error)) throw error;
      log.error({ err: error, attemptId }, "a call that was left behind can't be settled");
    }
  }
  return count;
}

const leftBehind: CallEnd = {
  response: null,
  outcome: {
    kind: "stopped",
    failure: {
      code: "left_behind",
      message:
        "The worker that made this call ended before its answer came, so it counts as spent at what was held back for it. An answer that turns up later corrects it.",
      retryable: true,
    },
    retryAfterSeconds: null,
    server: "unsaid",
    billed: "unknown",
    isCounted: true,
    status: null,
    providerRequestId: null,
    limits: null,
    partial: null,
    raw: null,
  },
  firstByteSeconds: null,
  headersAge: null,
  isNews: false,
  concurrency: 1,
};
