import { mkdir, open, rm, stat, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { errorCode, fileFault, StartError } from "#/platform/start-error.ts";
import { takeLock } from "./lock.ts";

/** A data folder that only this supervisor uses until `release`. */
export type DataFolder = { directory: string; release: () => Promise<void> };

const megabyte = 1024 * 1024;
/** A new cluster takes about 60 MB with its first log files. */
const neededAtFirst = 200 * megabyte;
const neededLater = 30 * megabyte;

/**
 * Makes or opens the data folder, checks that it can be written and has room, and locks it.
 * Throws a `StartError` for a file in its place, a read-only or full disk, or a second Bright Run.
 */
export async function openDataFolder(directory: string): Promise<DataFolder> {
  const again = "name another one in BRIGHT_DATA_DIR, and start again.";
  try {
    // As root, the database's own user must be able to pass through; secrets have modes of their own.
    await makeFolder(directory, process.getuid?.() === 0 ? 0o711 : 0o700);
  } catch (error) {
    if (errorCode(error) !== "EEXIST") {
      throw new StartError(
        `The data folder ${directory} can't be made: ${fileFault(error)}. Nothing was changed. Mend that or ${again}`,
      );
    }
  }
  if (!(await stat(directory)).isDirectory()) {
    throw new StartError(
      `The data folder ${directory} is a file, not a folder. It was left as it is. Move it away or ${again}`,
    );
  }
  await refuseFull(directory, again);
  await refuseReadOnly(directory, again);
  return { directory, release: await takeLock(directory) };
}

/** Node's own recursive mkdir calls a read-only disk "does not exist". */
async function makeFolder(directory: string, mode: number): Promise<void> {
  try {
    await mkdir(directory, mode);
  } catch (error) {
    if (errorCode(error) !== "ENOENT" || dirname(directory) === directory) throw error;
    await makeFolder(dirname(directory), mode);
    await mkdir(directory, mode);
  }
}

async function refuseFull(directory: string, again: string): Promise<void> {
  const used = await stat(join(directory, "postgres.json")).catch(() => undefined);
  const disk = await statfs(directory);
  const free = disk.bavail * disk.bsize;
  const needed = used ? neededLater : neededAtFirst;
  if (free >= needed) return;
  throw new StartError(
    `The disk of the data folder ${directory} is full: ${Math.floor(free / megabyte)} MB are free, ${needed / megabyte} MB are needed. ` +
      `What is stored was left as it is. Make some room or ${again}`,
  );
}

async function refuseReadOnly(directory: string, again: string): Promise<void> {
  const probe = join(directory, `write-probe-${process.pid}.tmp`);
  try {
    const file = await open(probe, "w");
    await file.writeFile("probe");
    await file.close();
    await rm(probe);
  } catch (error) {
    throw new StartError(
      `The data folder ${directory} can't be written: ${fileFault(error)}. What is stored was left as it is. Make it writable or ${again}`,
    );
  }
}
