import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processIdentity, signalProcess, waitForProcessEnd } from "#/lib/processes.ts";
import { findLeftPostmaster } from "./embedded-attach.ts";
import { startEmbeddedPostgres } from "./embedded.ts";
import { migrateDatabase } from "./migrate.ts";
import { withClient } from "./with-client.ts";

/** Where test files find the Postgres of their run. */
export type TestCluster = { ownerUrl: string; appUrl: string; template: string };

/** Carries the `TestCluster` as JSON from the global set-up to the processes of the test files. */
export const testClusterVariable = "BRIGHT_TEST_CLUSTER";

const prefix = "bright-run-test-";
const template = "bright_template";
const appRole = { name: "bright_app", password: "bright-app-in-tests" };

/**
 * Starts a Postgres for one test run in a temporary folder, with one migrated template database that
 * `createTestDatabase` clones. `stop` ends it and removes the folder. What a killed run left behind
 * is cleared away first. `migrationsFolder` defaults to the repository's.
 */
export async function startTestCluster(migrationsFolder?: string): Promise<{
  cluster: TestCluster;
  stop: () => Promise<void>;
}> {
  await clearLeftRuns();
  const dataDirectory = await mkdtemp(join(tmpdir(), prefix));
  await chmod(dataDirectory, 0o711);
  const owner = { processId: process.pid, identity: processIdentity(process.pid) };
  await writeFile(join(dataDirectory, "run.json"), JSON.stringify(owner));
  const remove = () => rm(dataDirectory, { recursive: true, force: true, maxRetries: 5 });
  try {
    const postgres = await startEmbeddedPostgres({
      dataDirectory,
      password: "owner",
      durable: false,
    });
    const stop = async () => {
      await postgres.stop();
      await remove();
    };
    try {
      await withClient(postgres.ownerUrl, (client) => client.query(`create database ${template}`));
      const ownerUrl = databaseUrl(postgres.ownerUrl, template);
      const appUrl = new URL(ownerUrl);
      appUrl.username = appRole.name;
      appUrl.password = appRole.password;
      await migrateDatabase({
        ownerUrl,
        appUrl: appUrl.href,
        ...(migrationsFolder && { migrationsFolder }),
      });
      return { cluster: { ownerUrl, appUrl: appUrl.href, template }, stop };
    } catch (error) {
      await stop();
      throw error;
    }
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The same server and user, another database. */
export function databaseUrl(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

/** Ends the Postgres and removes the folder of every run whose own process is gone. */
async function clearLeftRuns(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const directory = join(tmpdir(), name);
    const text = await readFile(join(directory, "run.json"), "utf8").catch(() => "");
    if (text === "") continue;
    const owner: { processId: number; identity: string } = JSON.parse(text);
    if (processIdentity(owner.processId) === owner.identity) continue;
    const left = await findLeftPostmaster(join(directory, "postgres", "data"));
    if (left) {
      signalProcess(left.processId, "SIGQUIT");
      await waitForProcessEnd(left.processId, 10_000);
    }
    await rm(directory, { recursive: true, force: true });
  }
}
