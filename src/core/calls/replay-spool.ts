import type { Logger } from "pino";
import { callProcessOf } from "./call-process.ts";
import { keptAnswerSchema } from "./keep-answer.ts";
import { settleAttempt } from "./settle-attempt.ts";
import { systemContext } from "./settle-left-behind.ts";
import type { Database } from "#/platform/db/connect.ts";
import { isPassingFailure } from "#/platform/db/passing-failure.ts";
import { readAbandonedSpools, removeSpool, type SpoolFile } from "#/platform/files/spool.ts";

/** Files of which it was said in the log that something in them can't be stored: once is enough. */
const told = new Set<string>();

/**
 * Brings home the answers that processes of this machine had put on the disk and could not tell the
 * database before they ended. Each is stored on its attempt, once; the conversation that waits for it finds
 * it there when its item is taken again. Files that were read whole are removed; one with a torn part is
 * put aside, and said in the log. One with an answer that the database doesn't take stays and is tried again:
 * it stands in nobody's way.
 * @returns how many answers were brought home.
 * @throws when the database is away, or takes nothing for the moment.
 */
export async function replaySpool(db: Database, log: Logger): Promise<number> {
  const { spoolDirectory } = callProcessOf({ db });
  if (spoolDirectory === null) return 0;
  let count = 0;
  for (const file of await readAbandonedSpools(spoolDirectory)) {
    const { settled, unreadable, refused } = await replayFile(db, log, file);
    count += settled;
    if (refused > 0) {
      told.add(file.path);
      continue;
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

async function replayFile(db: Database, log: Logger, { path, records }: SpoolFile) {
  const result = { settled: 0, unreadable: 0, refused: 0 };
  for (const record of records) {
    const answer = keptAnswerSchema.safeParse(record);
    if (!answer.success) {
      result.unreadable += 1;
      continue;
    }
    const { workspaceId, attemptId, concurrency, response } = answer.data;
    const ctx = systemContext(db, log, workspaceId);
    try {
      const isSettled = await settleAttempt(ctx, callProcessOf(ctx), attemptId, {
        response,
        outcome: null,
        firstByteSeconds: null,
        headersAge: null,
        isNews: false,
        concurrency,
      });
      if (isSettled) result.settled += 1;
    } catch (error) {
      if (isPassingFailure(error)) throw error;
      result.refused += 1;
      if (!told.has(path)) {
        log.error(
          { err: error, attemptId, path },
          "an answer in the spool can't be stored; its file stays, and the others go on",
        );
      }
    }
  }
  return result;
}
