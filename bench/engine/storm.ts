import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { eq } from "drizzle-orm";
import type { DurableCluster } from "../../test/engine/durable-cluster.ts";
import { spawnWorker, type SpawnedWorker } from "../../test/engine/spawn-worker.ts";
import { openStage } from "../../test/engine/stage.ts";
import { spawnFakeProvider } from "../../test/fake-provider/spawn.ts";
import { checkInvariants } from "../../test/invariants/check-invariants.ts";
import { countLost } from "../../test/invariants/check-ledger.ts";
import { mostEverHeld, watchBatches } from "../../test/invariants/watch-batches.ts";
import { makeTemporaryFolder } from "../../test/temporary-folder.ts";
import { getBatchProgress } from "#/core/generation/get-batch-progress.ts";
import { createRandom, type Random } from "#/lib/random.ts";
import { batches } from "#/platform/db/tables/generation.ts";

const WORKERS = 3;
const PACE = 50;
const LEASE_SCALE = 0.25;
/** Micros; ample, and looked at all the time. */
const CAP_MICROS = 2_000_000_000;

/** Repeats with pauses between so many and so many milliseconds, until the signal ends it. */
async function every(
  [least, most]: [number, number],
  random: Random,
  signal: AbortSignal,
  work: () => Promise<unknown>,
): Promise<void> {
  while (!signal.aborted) {
    const pause = least + (most - least) * random.next();
    await wait(pause, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) await work();
  }
}

/** A large batch while a worker is SIGKILLed every 3-7 s and Postgres every 10-20 s. */
export async function storm(
  cluster: DurableCluster,
  { count, seed }: { count: number; seed: number },
) {
  const stage = await openStage();
  const folder = await makeTemporaryFolder();
  const random = createRandom(`storm ${seed}`);
  const fake = await spawnFakeProvider(join(folder.path, "ledger.jsonl"), {
    seed,
    timeScale: 1 / PACE,
    headerClock: "scenario",
    tier: "scale",
    faults: [
      { fault: { kind: "status", status: 529 }, share: 0.01 },
      { fault: { kind: "invalid-json" }, share: 0.02 },
      { fault: { kind: "reset-mid-stream", at: 0.5 }, share: 0.01 },
    ],
  });
  const writer = await stage.connect(fake.url, { concurrency: 48 });
  const { id: batchId } = await stage.start(await stage.plan(count), writer, {
    capMicros: CAP_MICROS,
  });
  const { ownerDb } = stage.scene;
  const spawnOne = () =>
    spawnWorker({
      appUrl: stage.appUrl,
      spoolDirectory: join(folder.path, "spool"),
      pace: PACE,
      leaseScale: LEASE_SCALE,
      batch: { workspaceId: stage.ctx.workspaceId, batchId },
    });
  const workers: SpawnedWorker[] = await Promise.all(Array.from({ length: WORKERS }, spawnOne));
  const watching = watchBatches(ownerDb, [batchId], { leaseScale: LEASE_SCALE, everyMs: 200 });
  const over = new AbortController();
  const kills = { workers: 0, postgres: 0, inFlight: 0, restartMsMost: 0 };
  const begun = performance.now();
  const breaking = [
    every([3_000, 7_000], random, over.signal, async () => {
      const place = random.integer(0, WORKERS - 1);
      kills.inFlight += (await fake.state()).inFlight;
      workers[place]?.kill("SIGKILL");
      await workers[place]?.ended;
      kills.workers += 1;
      workers[place] = await spawnOne();
    }),
    every([10_000, 20_000], random, over.signal, async () => {
      kills.restartMsMost = Math.max(kills.restartMsMost, await cluster.killAndRestart());
      kills.postgres += 1;
    }),
  ];
  const stateNow = () =>
    ownerDb
      .select({ state: batches.state, pause: batches.pause })
      .from(batches)
      .where(eq(batches.id, batchId))
      .then(
        ([row]) => row,
        () => undefined,
      );
  for (;;) {
    const now = await stateNow();
    if (now?.state === "finished") break;
    if (now?.state === "paused") throw new Error(`paused: ${JSON.stringify(now.pause)}`);
    await wait(500);
  }
  const seconds = (performance.now() - begun) / 1_000;
  over.abort();
  await Promise.all(breaking);
  // Calls of killed workers are settled by the sweep of those that live.
  await wait(8_000 * LEASE_SCALE * 4);
  await Promise.all(workers.map((worker) => worker.stop()));
  const { broken, looks } = await watching.stop();
  const ledger = await fake.ledger();
  const progress = await getBatchProgress({ ctx: stage.ctx, input: { batchId } });
  const lost = await countLost(ownerDb, ledger);
  const scope = { ctx: stage.ctx, batchIds: [batchId], lostAtMost: kills.inFlight };
  const report = {
    seed,
    conversations: count,
    workers: WORKERS,
    seconds: Math.round(seconds),
    killed: { workers: kills.workers, postgres: kills.postgres },
    postgres_restart_ms_most: Math.round(kills.restartMsMost),
    in_flight_at_kills: kills.inFlight,
    lost_answers: lost,
    done: progress.done,
    failed: progress.failed,
    requests: ledger.length,
    spent_micros: progress.costMicros,
    most_ever_held_micros: await mostEverHeld(ownerDb, batchId),
    cap_micros: CAP_MICROS,
    looks,
    broken_invariants: [...broken, ...(await checkInvariants(ownerDb, ledger, scope))],
  };
  await fake.stop();
  await stage.close();
  await folder.remove();
  return report;
}
