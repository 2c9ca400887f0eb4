import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signalProcess, waitForProcessEnd } from "#/lib/processes.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "#/platform/db/embedded.ts";
import { migrateDatabase } from "#/platform/db/migrate.ts";
import { databaseUrl, testClusterVariable } from "#/platform/db/test-cluster.ts";
import { withClient } from "#/platform/db/with-client.ts";

/** A Postgres of one's own that keeps what it acknowledged, as the product's does, and may be killed. */
export interface DurableCluster {
  ownerUrl: string;
  /** Ends it as a power cut would, and starts it again. @returns milliseconds until it answers. */
  killAndRestart: () => Promise<number>;
  /** Starts it again where it has ended by itself, as the supervisor does. */
  ensureRunning: () => Promise<void>;
  stop: () => Promise<void>;
}

const template = "bright_template";

/**
 * Starts it, migrated; from then on the stages of this process are made in it.
 * @param parent the folder in which its own is made.
 */
export async function startDurableCluster(parent = tmpdir()): Promise<DurableCluster> {
  const dataDirectory = await mkdtemp(join(parent, "bright-run-durable-"));
  await chmod(dataDirectory, 0o711);
  const start = () => startEmbeddedPostgres({ dataDirectory, password: "owner" });
  const before = process.env[testClusterVariable];
  let postgres: EmbeddedPostgres = await start();
  await withClient(postgres.ownerUrl, (client) => client.query(`create database ${template}`));
  const ownerUrl = databaseUrl(postgres.ownerUrl, template);
  const app = new URL(ownerUrl);
  app.username = "bright_app";
  app.password = "bright-app-in-tests";
  await migrateDatabase({ ownerUrl, appUrl: app.href });
  process.env[testClusterVariable] = JSON.stringify({ ownerUrl, appUrl: app.href, template });
  return {
    ownerUrl,
    killAndRestart: async () => {
      const begun = performance.now();
      signalProcess(postgres.processId, "SIGKILL");
      await waitForProcessEnd(postgres.processId, 30_000);
      postgres = await start();
      return performance.now() - begun;
    },
    ensureRunning: async () => {
      postgres = await start();
    },
    stop: async () => {
      await postgres.stop();
      await rm(dataDirectory, { recursive: true, force: true, maxRetries: 5 });
      if (before === undefined) delete process.env[testClusterVariable];
      else process.env[testClusterVariable] = before;
    },
  };
}
