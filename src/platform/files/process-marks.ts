import { randomUUID } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { listFilesOfEnded, processFileName } from "./process-files.ts";

const ENDING = "process";

/** A process's own name in the database, and the file by which its machine knows when it has ended. */
export interface ProcessMark {
  id: string;
  remove: () => Promise<void>;
}

/** Marks this process as running: what it holds in the database under the name is its own meanwhile. */
export async function markProcess(directory: string): Promise<ProcessMark> {
  const id = randomUUID();
  const path = join(directory, processFileName(id, ENDING));
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await writeFile(path, "", { flag: "wx", mode: 0o600 });
  return { id, remove: () => rm(path, { force: true }) };
}

/** The marks of processes that ended without removing theirs: they were killed. */
export async function listMarksOfEnded(directory: string): Promise<ProcessMark[]> {
  const files = await listFilesOfEnded(directory, ENDING);
  return files.map(({ own, path }) => ({ id: own, remove: () => rm(path, { force: true }) }));
}
