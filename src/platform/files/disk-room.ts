import { randomUUID } from "node:crypto";
import { mkdir, rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Ample for every answer that can be under way at once, and for the database's next log file (16 MB). */
const SPARE_BYTES = 48_000_000;
/** What was found holds for so long. */
const FRESH_MS = 1_000;

/** Whether a folder's disk takes more; looked at most once a second. */
export interface DiskRoom {
  isThere: () => Promise<boolean>;
  /** A write failed though room seemed to be there: from now on a trial write decides, until one succeeds. */
  noteFailure: () => void;
}

/** Watches the disk of a folder, which is made when it is missing. */
export function watchDiskRoom(directory: string): DiskRoom {
  let last: { at: number; isThere: Promise<boolean> } | undefined;
  let hasFailed = false;

  const look = async () => {
    try {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const { bavail, bsize } = await statfs(directory);
      if (bavail * bsize < SPARE_BYTES) return false;
      if (hasFailed) await tryWriting(directory);
      hasFailed = false;
      return true;
    } catch {
      return false;
    }
  };

  return {
    isThere: () => {
      const now = performance.now();
      if (!last || now - last.at > FRESH_MS) last = { at: now, isThere: look() };
      return last.isThere;
    },
    noteFailure: () => {
      hasFailed = true;
      last = undefined;
    },
  };
}

async function tryWriting(directory: string): Promise<void> {
  const path = join(directory, `${randomUUID()}.trial`);
  try {
    await writeFile(path, "a line", { flag: "wx", mode: 0o600, flush: true });
  } finally {
    await rm(path, { force: true });
  }
}
