import { execFileSync } from "node:child_process";
import { readFile, readlink, realpath, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { processIsAlive } from "#/lib/processes.ts";

/** What a running Postgres writes about itself into its data folder. */
export type PostmasterFile = {
  processId: number;
  port: number;
  /** "starting", "ready", "stopping" or "standby"; empty in the first moments. */
  status: string;
};

/** Reads `postmaster.pid`; undefined when there is none or only a piece of one yet. */
export async function readPostmasterFile(
  clusterDirectory: string,
): Promise<PostmasterFile | undefined> {
  const text = await readFile(join(clusterDirectory, "postmaster.pid"), "utf8").catch(() => "");
  const lines = text.split("\n");
  const processId = Number.parseInt(lines[0] ?? "", 10);
  if (!(processId > 0)) return undefined;
  return {
    processId,
    port: Number.parseInt(lines[3] ?? "0", 10) || 0,
    status: (lines[7] ?? "").trim(),
  };
}

/**
 * The Postgres that an earlier supervisor left running on this cluster, if any. A file whose process
 * is gone, or is another program by now, is made harmless first, so that a new Postgres can start.
 */
export async function findLeftPostmaster(
  clusterDirectory: string,
): Promise<PostmasterFile | undefined> {
  const file = await readPostmasterFile(clusterDirectory);
  if (!file) return undefined;
  if (processIsAlive(file.processId)) {
    if (await isPostgresOn(file.processId, clusterDirectory)) return file;
    await disarm(clusterDirectory, file.processId);
  }
  return undefined;
}

/**
 * Puts an id that no process can have into the file. Postgres then takes it for stale but still
 * checks that no backend hangs on the old shared memory; deleting the file would skip that check.
 */
async function disarm(clusterDirectory: string, processId: number): Promise<void> {
  const path = join(clusterDirectory, "postmaster.pid");
  const text = await readFile(path, "utf8");
  await writeFile(path, text.replace(String(processId), "2147483646"));
}

async function isPostgresOn(processId: number, clusterDirectory: string): Promise<boolean> {
  const cluster = await realpath(clusterDirectory);
  if (process.platform === "linux") {
    // The postmaster's working directory is its cluster; that of another user's process is hidden.
    const directory = await readlink(`/proc/${processId}/cwd`).catch(() => "");
    const name = await readFile(`/proc/${processId}/comm`, "utf8").catch(() => "");
    return directory === cluster && name.trim() === "postgres";
  }
  try {
    const command = execFileSync("ps", ["-o", "command=", "-p", String(processId)], {
      encoding: "utf8",
    });
    return command.includes("postgres") && command.includes(cluster);
  } catch {
    return false;
  }
}
