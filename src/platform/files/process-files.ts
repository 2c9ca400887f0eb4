import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { processIdentity, processIsAlive } from "#/lib/processes.ts";
import { sha256 } from "#/lib/sha256.ts";
import { errorCode } from "#/platform/start-error.ts";

/**
 * The name of a file that belongs to this process, so that others of this machine can tell later whether it
 * still runs. @param own tells it from this process's other files: a UUID.
 */
export function processFileName(own: string, ending: string): string {
  return `${process.pid}-${ownerOf(process.pid)}-${own}.${ending}`;
}

export interface ProcessFile {
  path: string;
  /** The UUID in its name. */
  own: string;
}

/** The files of processes that have ended; those of running processes are theirs. */
export async function listFilesOfEnded(directory: string, ending: string): Promise<ProcessFile[]> {
  const names = await readdir(directory).catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  });
  const pattern = /^(\d+)-([0-9a-f]{12})-([0-9a-f-]{36})\.([a-z]+)$/;
  return names.toSorted().flatMap((name) => {
    const [, processId, owner, own, found] = pattern.exec(name) ?? [];
    if (owner === undefined || own === undefined || found !== ending) return [];
    const id = Number(processId);
    if (processIsAlive(id) && ownerOf(id) === owner) return [];
    return [{ path: join(directory, name), own }];
  });
}

/** A few digits that tell a process from another that is given its id later. */
function ownerOf(processId: number): string {
  return sha256(processIdentity(processId)).slice(0, 12);
}
