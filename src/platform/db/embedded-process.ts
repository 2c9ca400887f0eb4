import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { StartError } from "#/platform/start-error.ts";
import { readPostmasterFile } from "./embedded-attach.ts";
import type { ClusterHome } from "./embedded-home.ts";

/** A Postgres that we started; it goes on when we are killed. */
export type StartedPostgres = { child: ChildProcess; processId: number };

/** Why a start ended before Postgres was ready. */
export type FailedStart = { output: string };

/** Small, since everything shares one machine; each is set at every start, so that a new version's values hold. */
const settings: Record<string, string> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  cluster_name: "bright-run",
  max_connections: "60",
  shared_buffers: "64MB",
  work_mem: "8MB",
  maintenance_work_mem: "64MB",
  effective_cache_size: "1GB",
  random_page_cost: "1.1",
  max_wal_size: "512MB",
  wal_level: "minimal",
  max_wal_senders: "0",
  io_method: "sync",
  autovacuum_max_workers: "2",
  max_parallel_workers: "2",
  max_parallel_workers_per_gather: "1",
  jit: "off",
  max_logical_replication_workers: "0",
  log_checkpoints: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  password_encryption: "scram-sha-256",
};

/** For tests alone: fast but unsafe, and open to the workers of several test files at once. */
const forTests: Record<string, string> = {
  max_connections: "200",
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
};

/**
 * Starts Postgres in a session of its own (Ctrl+C in the terminal doesn't reach it) with its output
 * in a file (it outlives us), and waits until it is ready or has given up. `durable: false` is for
 * tests alone. Recovery after a crash may take long and isn't cut short.
 */
export async function spawnPostgres(
  home: ClusterHome,
  port: number,
  logFile: string,
  durable: boolean,
): Promise<StartedPostgres | FailedStart> {
  const chosen = { ...settings, ...(durable ? {} : forTests) };
  const parameters = Object.entries(chosen).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  mkdirSync(dirname(logFile), { recursive: true, mode: 0o700 });
  const output = openSync(logFile, "a", 0o600);
  const start = statSync(logFile).size;
  const child = spawn(
    home.binaries.postgres,
    ["-D", home.clusterDirectory, "-p", String(port), ...parameters],
    {
      ...home.identity,
      cwd: home.homeDirectory,
      env: postgresEnvironment(),
      detached: true,
      stdio: ["ignore", output, output],
    },
  );
  closeSync(output);
  const state = { ended: false };
  child.once("exit", () => (state.ended = true));
  child.once("error", () => (state.ended = true));
  while (!state.ended) {
    const file = await readPostmasterFile(home.clusterDirectory);
    if (file && file.processId === child.pid && file.status === "ready") {
      child.unref();
      return { child, processId: file.processId };
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return { output: readFileSync(logFile).subarray(start).toString() };
}

/** The environment of Postgres' programs: none of our PG... variables may steer them. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => ["PATH", "TMPDIR"].includes(name));
  return { ...Object.fromEntries(kept), LC_ALL: "C", NODE_ENV: process.env.NODE_ENV };
}

/** Turns what Postgres printed before it gave up into a sentence for a person. */
export function postgresFault(output: string, home: ClusterHome): StartError {
  const kept = "What is stored was left as it is.";
  if (output.includes("No space left on device")) {
    return new StartError(
      `The disk that holds the database (${home.homeDirectory}) is full. ${kept} Make some room there and start again.`,
    );
  }
  if (output.includes("Read-only file system")) {
    return new StartError(
      `The disk that holds the database (${home.homeDirectory}) is read-only. ${kept} Make it writable and start again.`,
    );
  }
  if (output.includes("incompatible with server")) {
    return new StartError(
      `The database in ${home.clusterDirectory} was made by another version of Postgres. ${kept} ` +
        "Start the version of Bright Run that made it, or name another data folder in BRIGHT_DATA_DIR.",
    );
  }
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const reason =
    lines.findLast((line) => /FATAL|PANIC|error:/.test(line)) ?? lines.at(-1) ?? "it said nothing";
  return new StartError(
    `The database in ${home.clusterDirectory} didn't start; it said: ${reason.trim()} ${kept} ` +
      `More stands in ${home.dataDirectory}/logs/postgres.log.`,
  );
}
