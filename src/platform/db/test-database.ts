import { randomBytes } from "node:crypto";
import { databaseUrl, testClusterVariable, type TestCluster } from "./test-cluster.ts";
import { withClient } from "./with-client.ts";

/** A database of one test file: migrated, empty, gone after `drop`. */
export type TestDatabase = {
  /** Signs in as `bright_app`, which owns nothing, as web server and worker do. */
  appUrl: string;
  /** Signs in as the superuser, for setting a scene or looking past row-level security. */
  ownerUrl: string;
  name: string;
  /** Ends what is still connected and removes the database; a second call does nothing. */
  drop: () => Promise<void>;
};

/**
 * Clones the run's migrated template into a database of its own; call it in `beforeAll` and `drop`
 * in `afterAll`. Throws when the run has no Postgres (the test isn't run by vitest's config).
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const cluster = readTestCluster();
  const name = `bright_test_${randomBytes(6).toString("hex")}`;
  await asOwner(cluster, `create database ${name} template ${cluster.template}`);
  return {
    name,
    appUrl: databaseUrl(cluster.appUrl, name),
    ownerUrl: databaseUrl(cluster.ownerUrl, name),
    drop: () => asOwner(cluster, `drop database if exists ${name} with (force)`),
  };
}

/** The Postgres of this test run, as the global set-up made it. */
export function readTestCluster(): TestCluster {
  const text = process.env[testClusterVariable];
  if (!text) {
    throw new Error(
      'There is no test database: run the tests through "npx vitest", whose set-up starts one.',
    );
  }
  return JSON.parse(text);
}

async function asOwner(cluster: TestCluster, statement: string): Promise<void> {
  // Never through the template itself: a database that somebody is connected to can't be cloned.
  await withClient(databaseUrl(cluster.ownerUrl, "postgres"), (client) => client.query(statement));
}
