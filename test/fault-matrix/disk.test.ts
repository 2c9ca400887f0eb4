import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { startDurableCluster } from "../engine/durable-cluster.ts";
import { runCase, shortLeases, type UnderWay } from "../engine/run-case.ts";
import { seedsOf } from "../engine/seeds.ts";
import { mountSmallDisk, type SmallDisk } from "../engine/small-disk.ts";
import { openStage } from "../engine/stage.ts";
import { waitFor } from "../temporary-folder.ts";

const COUNT = 60;
const CONCURRENCY = 6;
/** Longer than any answer under way takes. */
const QUIET_MS = 1_500;

/** Fills the disk while calls are under way, looks that no other is sent, and frees it again. */
async function whileItIsFull(
  { fake, untilAsked }: UnderWay,
  disk: SmallDisk,
  { seed, look }: { seed: number; look: () => Promise<unknown> },
): Promise<void> {
  await untilAsked(2 + (seed % 3));
  await disk.fill();
  await look();
  // What had its place when the disk became full is still on its way.
  await wait(QUIET_MS);
  const { received } = fake.state();
  await wait(QUIET_MS);
  expect(fake.state().received).toBe(received);
  expect(received).toBeLessThan(COUNT);
  await disk.free();
}

const probe = await mountSmallDisk(8);
await probe?.remove();

// Only root may mount a disk of its own that can be filled to the last byte.
describe.skipIf(probe === null)("the disk is full", () => {
  test.each(seedsOf("disk of answers", 1))(
    "where answers are kept: nothing more is asked, what was asked is stored, and it goes on by itself (seed %i)",
    async (seed) => {
      const disk = await mountDisk(80);
      const stage = await openStage();
      try {
        const { progress, ledger } = await runCase(stage, {
          seed,
          count: COUNT,
          concurrency: CONCURRENCY,
          settings: { ...shortLeases, spoolDirectory: `${disk.path}/spool` },
          during: (underWay) =>
            whileItIsFull(underWay, disk, { seed, look: async () => undefined }),
        });
        expect(progress).toMatchObject({ state: "finished", done: COUNT, failed: 0 });
        expect(ledger).toHaveLength(COUNT);
      } finally {
        await stage.close();
        await disk.remove();
      }
    },
  );

  test.each(seedsOf("disk of the database", 1))(
    "under Postgres: nothing is asked that couldn't be put on the record, nothing is lost (seed %i)",
    async (seed) => {
      const disk = await mountDisk(400);
      const cluster = await startDurableCluster(disk.path);
      const stage = await openStage();
      try {
        const { progress, ledger } = await runCase(stage, {
          seed,
          count: COUNT,
          concurrency: CONCURRENCY,
          settings: shortLeases,
          during: async (underWay) => {
            const takesNothing = () =>
              stage.scene.ownerDb
                .execute("create table if not exists filled as select generate_series(1, 10000)")
                .then(
                  () => false,
                  () => true,
                );
            await whileItIsFull(underWay, disk, {
              seed,
              look: () => waitFor("a refusal", takesNothing),
            });
            await cluster.ensureRunning();
            underWay.wake();
          },
        });
        expect(progress).toMatchObject({ state: "finished", done: COUNT, failed: 0 });
        expect(ledger).toHaveLength(COUNT);
      } finally {
        await disk.free();
        await cluster.ensureRunning();
        await stage.close();
        await cluster.stop();
        await disk.remove();
      }
    },
  );
});

async function mountDisk(megabytes: number): Promise<SmallDisk> {
  const disk = await mountSmallDisk(megabytes);
  if (!disk) throw new Error("a disk could be mounted a moment ago, and can't be now");
  return disk;
}
