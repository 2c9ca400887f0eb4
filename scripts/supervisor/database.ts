import { join } from "node:path";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "#/platform/db/embedded.ts";
import { migrateDatabase } from "#/platform/db/migrate.ts";
import { openOutsideDatabase, type DatabaseUrls } from "#/platform/db/outside.ts";
import { withClient } from "#/platform/db/with-client.ts";
import type { Settings } from "#/platform/supervisor-env.ts";
import type { Secrets } from "#/platform/secrets/secrets-file.ts";
import { StartError } from "#/platform/start-error.ts";
import { boundForeignLog } from "./output.ts";

/** The database of a running product, embedded or outside. */
export type SupervisedDatabase = {
  /** Both ways in as they are now: after a restart of the embedded one the port may be another. */
  urls: () => DatabaseUrls;
  /** Keeps the embedded one running; `onMoved` is called when its port changed. */
  watch: (onMoved: () => void) => void;
  /** Stops the embedded one in order; an outside one is left alone. */
  stop: () => Promise<void>;
};

const longestDelay = 30_000;

/** Starts or opens the database and brings it to this version. Throws a `StartError` when it can't. */
export async function startDatabase(options: {
  settings: Settings;
  secrets: Secrets;
  print: (line: string) => void;
  durable: boolean;
  migrationsFolder?: string;
}): Promise<SupervisedDatabase> {
  const { settings, secrets, print } = options;
  const database = settings.databaseUrl
    ? await outsideDatabase(settings, settings.databaseUrl, secrets)
    : await embeddedDatabase(settings, secrets, print, options.durable);
  try {
    await migrateDatabase({
      ...database.urls(),
      ...(options.migrationsFolder && { migrationsFolder: options.migrationsFolder }),
    });
    return database;
  } catch (error) {
    await database.stop();
    throw error;
  }
}

/**
 * Does a piece of work once per database: at the first start, or at the next when it was interrupted.
 */
export async function onceForDatabase(
  ownerUrl: string,
  name: string,
  work: () => Promise<void>,
): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    await client.query(
      "create table if not exists drizzle.done_once (name text primary key, done_at timestamptz not null default now())",
    );
    const done = await client.query("select 1 from drizzle.done_once where name = $1", [name]);
    if (done.rowCount === 1) return;
    await work();
    await client.query("insert into drizzle.done_once (name) values ($1) on conflict do nothing", [
      name,
    ]);
  });
}

/** Whether nobody has signed up yet. */
export async function hasNoAccount(ownerUrl: string): Promise<boolean> {
  return withClient(ownerUrl, async (client) => {
    const table = await client.query<{ present: boolean }>(
      `select to_regclass('bright_auth."user"') is not null as present`,
    );
    if (table.rows[0]?.present !== true) return true;
    const accounts = await client.query(`select 1 from bright_auth."user" limit 1`);
    return accounts.rowCount === 0;
  });
}

async function outsideDatabase(
  settings: Settings,
  databaseUrl: string,
  secrets: Secrets,
): Promise<SupervisedDatabase> {
  const urls = await openOutsideDatabase({
    databaseUrl,
    databaseAppUrl: settings.databaseAppUrl,
    appPassword: secrets.appPassword,
  });
  return { urls: () => urls, watch: () => undefined, stop: async () => undefined };
}

async function embeddedDatabase(
  settings: Settings,
  secrets: Secrets,
  print: (line: string) => void,
  durable: boolean,
): Promise<SupervisedDatabase> {
  const logFile = join(settings.dataDirectory, "logs", "postgres.log");
  const start = () => {
    boundForeignLog(logFile);
    return startEmbeddedPostgres({
      dataDirectory: settings.dataDirectory,
      password: secrets.postgresPassword,
      durable,
    });
  };
  let running = await start();
  let stopping = false;
  if (running.attached) print("The database that an earlier run left behind is used again.");
  const logTimer = setInterval(() => boundForeignLog(logFile), 600_000).unref();

  const keepRunning = async (onMoved: () => void) => {
    for (;;) {
      await running.ended;
      if (stopping) return;
      print("The database stopped unexpectedly. Starting it again; what was stored is kept.");
      const before = running.port;
      const again = await startAgain(start, () => stopping, print);
      if (!again) return;
      running = again;
      print("The database is back.");
      if (running.port !== before) onMoved();
    }
  };

  return {
    urls: () => urlsOf(running, secrets),
    watch: (onMoved) => void keepRunning(onMoved),
    stop: async () => {
      stopping = true;
      clearInterval(logTimer);
      await running.stop();
    },
  };
}

async function startAgain(
  start: () => Promise<EmbeddedPostgres>,
  stopping: () => boolean,
  print: (line: string) => void,
): Promise<EmbeddedPostgres | undefined> {
  for (let delay = 0; ; delay = Math.min(Math.max(delay * 2, 1000), longestDelay)) {
    await new Promise((resolve) => setTimeout(resolve, delay));
    if (stopping()) return undefined;
    try {
      const again = await start();
      if (!stopping()) return again;
      await again.stop();
      return undefined;
    } catch (error) {
      print(error instanceof StartError ? error.message : `The database didn't start: ${error}`);
    }
  }
}

function urlsOf(running: EmbeddedPostgres, secrets: Secrets): DatabaseUrls {
  const appUrl = new URL(running.ownerUrl);
  appUrl.username = "bright_app";
  appUrl.password = secrets.appPassword;
  return { ownerUrl: running.ownerUrl, appUrl: appUrl.href };
}
