import type { Logger } from "pino";
import { callProcessOf } from "./call-process.ts";
import { keptAnswerSchema } from "./keep-answer.ts";
import { settleAttempt } from "./settle-attempt.ts";
import { systemContext } from "./settle-left-behind.ts";
import type { Database } from "#/platform/db/connect.ts";
import { readAbandonedSpools, removeSpool } from "#/platform/files/spool.ts";

/**
 * Brings home the answers that processes of this machine had put on the disk and could not tell the
 * database before they ended. Each is stored on its attempt, once; the conversation that waits for it finds
 * it there when its item is taken again. Files that were read whole are removed; one with a torn part is
 * put aside, and said in the log.
 * @returns how many answers were brought home.
 */
export async function replaySpool(db: Database, log: Logger): Promise<number> {
  const { spoolDirectory } = callProcessOf({ db });
  if (spoolDirectory === null) return 0;
  let count = 0;
  for (const file of await readAbandonedSpools(spoolDirectory)) {
    let unreadable = 0;
    for (const record of file.records) {
      const answer = keptAnswerSchema.safeParse(record);
      if (!answer.success) {
        unreadable += 1;
        continue;
      }
      const { workspaceId, attemptId, concurrency, response } = answer.data;
      const ctx = systemContext(db, log, workspaceId);
      const isSettled = await settleAttempt(ctx, callProcessOf(ctx), attemptId, {
        response,
        outcome: null,
        firstByteSeconds: null,
        headersAge: null,
        isNoted: true,
        concurrency,
      });
      if (isSettled) count += 1;
    }
    const torn = file.tornBytes + unreadable;
    if (torn > 0) {
      log.warn(
        { path: file.path, tornBytes: file.tornBytes, unreadable },
        "a part of the spool can't be read; the file is kept aside",
      );
    }
    await removeSpool({ ...file, tornBytes: torn });
  }
  if (count > 0)
    log.info({ count }, "answers that an ended process had received were brought home");
  return count;
}
