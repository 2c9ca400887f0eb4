import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { isLoopback } from "#/platform/env.ts";
import { noteAddress, pageAddress } from "#/platform/page-address.ts";
import { readSettings, type Settings } from "#/platform/supervisor-env.ts";
import { readOrCreateMasterKeys } from "#/platform/secrets/master-key.ts";
import { readOrCreateSecrets, type Secrets } from "#/platform/secrets/secrets-file.ts";
import { StartError } from "#/platform/start-error.ts";
import { watchChild, type WatchedChild } from "./child.ts";
import { openDataFolder } from "./data-folder.ts";
import {
  hasNoAccount,
  onceForDatabase,
  startDatabase,
  type SupervisedDatabase,
} from "./database.ts";
import { endLeftChildren, signalGroup } from "./left-children.ts";
import { tellUnopenedKeys } from "./unopened-keys.ts";
import { createOutput, type Output } from "./output.ts";
import { isOpenToOthers, refuseTakenPort, waitForFirstPage } from "./ready.ts";
import { listenForStop, type StopSignal } from "./stop-signal.ts";

/** What differs between `npm start`, `npm run dev` and the tests of the supervisor. */
export type SupervisorPlan = {
  environment: NodeJS.ProcessEnv;
  /** "production" or "development", for web server and worker. */
  mode: "production" | "development";
  /** Parameters for Node that start the web server. */
  web: (settings: Settings) => string[];
  /** Parameters for Node that start the worker. */
  worker: string[];
  /** Runs beside the start of the database; builds the pages. */
  prepare: (context: {
    dataDirectory: string;
    signal: AbortSignal;
    print: (line: string) => void;
  }) => Promise<void>;
  /** Fills a new database; runs after the migrations until it has succeeded once. */
  firstStart: (urls: { appUrl: string }) => Promise<void>;
  /** Defaults to the repository's `drizzle`. */
  migrationsFolder?: string;
  /** False only in tests: the embedded database then forgets acknowledged rows at a power cut. */
  durable?: boolean;
};

type Running = { web: WatchedChild; worker: WatchedChild; webOutput: Output };

const repository = resolve(import.meta.dirname, "../..");
const grace = 10_000;
const crashesBeforeGivingUp = 3;

/**
 * Starts the product, keeps it running and stops it in order when asked to. Resolves to the exit
 * code: 0 after a wished stop, 1 after a fault, which is then told in a sentence.
 */
export async function supervise(plan: SupervisorPlan): Promise<number> {
  const stop = listenForStop();
  stop.onForce(() => process.exit(130));
  const undo: (() => Promise<void>)[] = [];
  let code = 0;
  try {
    await run(plan, stop, undo);
  } catch (error) {
    if (!stop.signal.aborted) {
      code = 1;
      printFault(error);
    }
  }
  if (stop.signal.aborted) print("Stopping ...");
  // In the reverse order of the start: processes, then the database, then the lock.
  for (const step of undo.toReversed()) {
    await step().catch((error: unknown) => {
      code = 1;
      printFault(error);
    });
  }
  if (stop.signal.aborted) print("Bright Run has stopped.");
  return code;
}

async function run(
  plan: SupervisorPlan,
  stop: StopSignal,
  undo: (() => Promise<void>)[],
): Promise<void> {
  const settings = readSettings(plan.environment);
  const folder = await openDataFolder(settings.dataDirectory);
  undo.push(folder.release);
  const logDirectory = join(folder.directory, "logs");
  mkdirSync(logDirectory, { recursive: true, mode: 0o700 });
  await endLeftChildren(folder.directory);
  await refuseTakenPort(settings);
  const secrets = await readOrCreateSecrets(folder.directory);
  const masterKeys = await readOrCreateMasterKeys(plan.environment, folder.directory);
  const abandoned = new AbortController();
  const signal = AbortSignal.any([stop.signal, abandoned.signal]);
  const prepared = plan.prepare({ dataDirectory: folder.directory, signal, print });
  // Its fault is told by the await further down; here it is only waited for.
  const preparationEnd = prepared.catch(() => undefined);
  undo.push(async () => {
    abandoned.abort();
    await preparationEnd;
  });
  const database = await startDatabase({
    settings,
    secrets,
    print,
    durable: plan.durable ?? true,
    ...(plan.migrationsFolder && { migrationsFolder: plan.migrationsFolder }),
  });
  undo.push(database.stop);
  const { ownerUrl, appUrl } = database.urls();
  const unopened = await tellUnopenedKeys(ownerUrl, masterKeys);
  if (unopened) print(unopened);
  // Goes on while the pages are built and the processes start: they need the tables only.
  const filled = onceForDatabase(ownerUrl, "sample", () => plan.firstStart({ appUrl }));
  const fillingEnd = filled.catch(() => undefined);
  undo.push(async () => void (await fillingEnd));
  const setupToken = await askedToken(settings, secrets, ownerUrl);
  await prepared;
  if (stop.signal.aborted) return;
  const running = startChildren({ plan, settings, database, setupToken, logDirectory });
  undo.push(() => stopChildren(running));
  stop.onForce(() => forceStop(running));
  database.watch(() => {
    running.web.restart();
    running.worker.restart();
  });
  await announce({ settings, running, stop, setupToken, filled });
  await stop.asked;
}

/** The set-up token when one has to be asked for. */
async function askedToken(
  settings: Settings,
  secrets: Secrets,
  ownerUrl: string,
): Promise<string | undefined> {
  const asked = !isLoopback(settings.host) && (await hasNoAccount(ownerUrl));
  return asked ? secrets.setupToken : undefined;
}

function startChildren(context: {
  plan: SupervisorPlan;
  settings: Settings;
  database: SupervisedDatabase;
  setupToken: string | undefined;
  logDirectory: string;
}): Running {
  const { plan, settings, database, setupToken, logDirectory } = context;
  const environment = () => {
    // The owner's way in stays with the supervisor.
    const { DATABASE_URL: _owner, BRIGHT_SETUP_TOKEN: _token, ...inherited } = plan.environment;
    return {
      ...inherited,
      NODE_ENV: plan.mode,
      NEXT_TELEMETRY_DISABLED: "1",
      HOST: settings.host,
      PORT: String(settings.port),
      BRIGHT_DATA_DIR: settings.dataDirectory,
      DATABASE_APP_URL: database.urls().appUrl,
      ...(setupToken && { BRIGHT_SETUP_TOKEN: setupToken }),
    };
  };
  const watch = (name: string, parameters: string[], output: Output) =>
    watchChild({
      plan: { name, parameters, directory: repository, environment },
      dataDirectory: settings.dataDirectory,
      output,
      print,
    });
  const webOutput = createOutput({ name: "web", logDirectory, print, shown: false });
  const workerOutput = createOutput({ name: "worker", logDirectory, print, shown: true });
  const web = watch("web", plan.web(settings), webOutput);
  return { web, worker: watch("worker", plan.worker, workerOutput), webOutput };
}

async function announce(context: {
  settings: Settings;
  running: Running;
  stop: StopSignal;
  setupToken: string | undefined;
  filled: Promise<void>;
}): Promise<void> {
  const { settings, running, stop, setupToken, filled } = context;
  const address = pageAddress(settings);
  const logs = join(settings.dataDirectory, "logs", "web.log");
  await waitForFirstPage({
    address,
    signal: stop.signal,
    failure: () => {
      if (running.web.crashes() < crashesBeforeGivingUp) return undefined;
      return new StartError(
        `The web server ended ${crashesBeforeGivingUp} times before it answered; the end of what it said:\n\n${running.webOutput.recent().join("\n")}\n\n` +
          `What is stored was left as it is. More stands in ${logs}.`,
      );
    },
    onSlow: (lastAnswer) => {
      print(
        `Still waiting for the first page: ${lastAnswer}. What the web server says stands in ${logs}.`,
      );
    },
  });
  if (stop.signal.aborted) return;
  await filled;
  await noteAddress(settings);
  running.webOutput.show();
  if (isOpenToOthers(settings)) {
    print(`Other machines can reach it too, since HOST is ${settings.host}.`);
  }
  if (setupToken)
    print(`No account exists yet. The first visitor is asked for this set-up token: ${setupToken}`);
  print(`Bright Run is ready: ${address}`);
}

async function stopChildren(running: Running): Promise<void> {
  await Promise.all([running.worker.stop(grace), running.web.stop(grace)]);
}

/**
 * After a second Ctrl+C: what the stop waits for is killed, so that it goes on at once. With
 * nothing left to kill we leave; the next start waits for a Postgres that is still stopping.
 */
function forceStop(running: Running): void {
  const left = [running.web.processId(), running.worker.processId()].filter(
    (id) => id !== undefined,
  );
  if (left.length === 0) process.exit(130);
  print("Stopping at once.");
  for (const processId of left) signalGroup(processId, "SIGKILL");
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function printFault(error: unknown): void {
  if (error instanceof StartError) {
    process.stderr.write(`\n${error.message}\n`);
    return;
  }
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `\nBright Run stopped for a reason it doesn't know. What is stored was left as it is. Please report this:\n${reason}\n`,
  );
}
