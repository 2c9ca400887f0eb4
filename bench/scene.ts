import { createTestContext, type TestContext } from "../test/context.ts";
import { startTestCluster, testClusterVariable } from "#/platform/db/test-cluster.ts";

/** A Postgres of one measurement, with a workspace and an empty project, signed in as the app's role. */
export async function benchScene(): Promise<{ scene: TestContext; stop: () => Promise<void> }> {
  const { cluster, stop } = await startTestCluster();
  process.env[testClusterVariable] = JSON.stringify(cluster);
  const scene = await createTestContext();
  return {
    scene,
    stop: async () => {
      await scene.close();
      await stop();
    },
  };
}

/** Milliseconds of each run, and their median. */
export async function timed(
  runs: number,
  work: () => unknown,
): Promise<{ median: number; each: number[] }> {
  const each: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const begun = performance.now();
    await work();
    each.push(Math.round(performance.now() - begun));
  }
  const sorted = each.toSorted((one, other) => one - other);
  return { median: sorted[Math.floor(sorted.length / 2)] ?? 0, each };
}
