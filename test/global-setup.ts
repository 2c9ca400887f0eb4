import { startTestCluster, testClusterVariable } from "#/platform/db/test-cluster.ts";

/** Gives the whole run one Postgres; vitest calls what this returns at the end, also after a failure. */
export default async function setUp(): Promise<() => Promise<void>> {
  const { cluster, stop } = await startTestCluster();
  process.env[testClusterVariable] = JSON.stringify(cluster);
  return stop;
}
