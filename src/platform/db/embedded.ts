import { once } from "node:events";
import { join } from "node:path";
import { processIsAlive, signalProcess, waitForProcessEnd } from "#/lib/processes.ts";
import { errorCode, StartError } from "#/platform/start-error.ts";
import { findLeftPostmaster } from "./embedded-attach.ts";
import { findClusterHome, readPointer, writePointer, type ClusterHome } from "./embedded-home.ts";
import { embeddedOwner, ensureCluster } from "./embedded-initialise.ts";
import { choosePort } from "./embedded-port.ts";
import { postgresFault, spawnPostgres } from "./embedded-process.ts";
import { withClient } from "./with-client.ts";

/** A running embedded Postgres. */
export type EmbeddedPostgres = {
  /** The superuser's connection to our database. */
  ownerUrl: string;
  port: number;
  processId: number;
  /** True when it was left running by an earlier supervisor. */
  attached: boolean;
  /** Resolves when the server process has ended, for whatever reason. */
  ended: Promise<void>;
  /** Ends connections, writes everything down and stops (`pg_ctl stop -m fast`). */
  stop(): Promise<void>;
};

export type EmbeddedOptions = {
  dataDirectory: string;
  /** The superuser's password; set when the cluster is made, needed ever after. */
  password: string;
  /** False only in tests: loses acknowledged rows at a power cut, but is faster. */
  durable?: boolean;
};

const databaseName = "bright";
const patience = 60_000;

/**
 * Starts the data folder's own Postgres, making it at the first start, or attaches to the one that a
 * killed supervisor left behind; one that is just starting or stopping is waited for.
 * Throws a `StartError` when it can't.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const home = await findClusterHome(options.dataDirectory);
  await ensureCluster(home, options.password, options.durable ?? true);
  const running = (await attach(home, options.password)) ?? (await start(home, options));
  await writePointer(home, running.port);
  return running;
}

async function attach(home: ClusterHome, password: string): Promise<EmbeddedPostgres | undefined> {
  const deadline = performance.now() + patience;
  for (;;) {
    const left = await findLeftPostmaster(home.clusterDirectory);
    if (!left) return undefined;
    if (left.status === "ready") {
      const ownerUrl = urlAt(left.port, password);
      if (await answers(ownerUrl, home)) {
        return {
          ownerUrl,
          port: left.port,
          processId: left.processId,
          attached: true,
          ended: endOf(left.processId),
          stop: () => stopProcess(left.processId),
        };
      }
    }
    if (performance.now() > deadline) {
      throw new StartError(
        `The database that an earlier Bright Run left running (process ${left.processId}) didn't answer for ${patience / 1000} seconds. ` +
          "What is stored was left as it is. End that process and start again.",
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function start(home: ClusterHome, options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const logFile = join(home.dataDirectory, "logs", "postgres.log");
  let wanted = (await readPointer(home.dataDirectory)).port;
  const deadline = performance.now() + patience;
  for (;;) {
    const port = await choosePort(wanted);
    const started = await spawnPostgres(home, port, logFile, options.durable ?? true);
    if ("child" in started) {
      const { child, processId } = started;
      const ended =
        child.exitCode === null ? once(child, "exit").then(() => undefined) : Promise.resolve();
      const ownerUrl = urlAt(port, options.password);
      await answers(ownerUrl, home);
      return {
        ownerUrl,
        port,
        processId,
        attached: false,
        ended,
        stop: () => stopProcess(processId),
      };
    }
    // The port went to another program in between, or backends of a killed Postgres are still ending.
    const passing = /could not bind|could not create any TCP|shared memory block/.test(
      started.output,
    );
    if (!passing || performance.now() > deadline) throw postgresFault(started.output, home);
    if (!started.output.includes("shared memory block")) wanted = undefined;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Connects once, making our database where it is missing; false while the server starts or stops. */
async function answers(ownerUrl: string, home: ClusterHome): Promise<boolean> {
  try {
    return await withClient(ownerUrl, async () => true);
  } catch (error) {
    const code = errorCode(error);
    if (code === "3D000") {
      const url = new URL(ownerUrl);
      url.pathname = "/postgres";
      await withClient(url.href, (client) => client.query(`create database ${databaseName}`));
      return true;
    }
    if (code === "28P01" || code === "28000") {
      throw new StartError(
        `The password in ${join(home.dataDirectory, "secrets.json")} doesn't open the database of this data folder. Nothing was changed. ` +
          "Put the secrets.json back that belongs to it, or name another data folder in BRIGHT_DATA_DIR.",
      );
    }
    return false;
  }
}

function urlAt(port: number, password: string): string {
  return `postgres://${embeddedOwner}:${encodeURIComponent(password)}@127.0.0.1:${port}/${databaseName}`;
}

async function endOf(processId: number): Promise<void> {
  while (processIsAlive(processId)) {
    await new Promise((resolve) => setTimeout(resolve, 1000).unref());
  }
}

/** Fast stop; one that hangs is told to stop without writing down, which its next start makes good. */
async function stopProcess(processId: number): Promise<void> {
  signalProcess(processId, "SIGINT");
  if (await waitForProcessEnd(processId, patience)) return;
  signalProcess(processId, "SIGQUIT");
  if (await waitForProcessEnd(processId, 10_000)) return;
  signalProcess(processId, "SIGKILL");
}
