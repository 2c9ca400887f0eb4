import { sql } from "drizzle-orm";
import type { Logger } from "pino";
import { callProcessOf } from "./call-process.ts";
import { replaySpool } from "./replay-spool.ts";
import type { Database } from "#/platform/db/connect.ts";
import { listMarksOfEnded } from "#/platform/files/process-marks.ts";

/**
 * Takes over what processes of this machine left that were killed: the answers that they had put on the disk
 * are brought home first, then what they held counts as left behind at once, so that nobody waits for their
 * leases to run out. Leases of processes on other machines run out by themselves.
 */
export async function freeHeldByEnded(db: Database, log: Logger): Promise<void> {
  const { spoolDirectory } = callProcessOf({ db });
  if (spoolDirectory === null) return;
  // Whoever ends from now on has its answers brought home by the next turn, before it is freed.
  const ended = await listMarksOfEnded(spoolDirectory);
  await replaySpool(db, log);
  if (ended.length === 0) return;
  const ids = ended.map(({ id }) => id);
  await db.execute(sql`select bright.free_held_by(${sql.param(ids)}::uuid[])`);
  for (const mark of ended) await mark.remove();
  log.info({ count: ended.length }, "what killed processes held was freed");
}
