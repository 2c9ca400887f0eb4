import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DurableCluster, startDurableCluster } from "../engine/durable-cluster.ts";
import { runCase, type UnderWay } from "../engine/run-case.ts";
import { seedsOf } from "../engine/seeds.ts";
import { openStage, type Stage } from "../engine/stage.ts";
import { makeTemporaryFolder, waitFor } from "../temporary-folder.ts";
import { createRandom } from "#/lib/random.ts";

let cluster: DurableCluster;
let stage: Stage;
beforeAll(async () => {
  cluster = await startDurableCluster();
  stage = await openStage();
});
afterAll(async () => {
  await stage.close();
  await cluster.stop();
});

const ended = ({ progress }: UnderWay) =>
  progress().then(
    ({ state }) => state === "finished",
    () => false,
  );

test.each(seedsOf("backends"))(
  "every backend is terminated again and again: nothing is lost or doubled (seed %i)",
  async (seed) => {
    const { progress, ledger } = await runCase(stage, {
      seed,
      count: 24,
      workers: 2,
      during: async (underWay) => {
        const random = createRandom(`backends ${seed}`);
        for (let time = 0; time < 6 && !(await ended(underWay)); time += 1) {
          await wait(150 + 300 * random.next());
          await stage.scene.ownerDb.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'bright_app'",
          );
        }
        underWay.wake();
      },
    });
    expect(progress).toMatchObject({ state: "finished", done: 24, failed: 0 });
    expect(ledger).toHaveLength(24);
  },
);

test.each(seedsOf("postgres killed"))(
  "SIGKILL of Postgres: it goes on when that is back, with what had come meanwhile (seed %i)",
  async (seed) => {
    const { progress, ledger } = await runCase(stage, {
      seed,
      count: 16,
      workers: 2,
      during: async (underWay) => {
        await underWay.untilAsked(2 + (seed % 5));
        await cluster.killAndRestart();
        underWay.wake();
        await underWay.untilAsked(8 + (seed % 4));
        await cluster.killAndRestart();
        underWay.wake();
      },
    });
    expect(progress).toMatchObject({ state: "finished", done: 16, failed: 0 });
    expect(ledger).toHaveLength(16);
  },
);

test.each(seedsOf("spool refused"))(
  "a disk that takes no answer: nothing is asked until it does (seed %i)",
  async (seed) => {
    const folder = await makeTemporaryFolder();
    try {
      const file = `${folder.path}/taken/by-a-file`;
      await mkdir(dirname(file));
      await writeFile(file, "");
      const { progress, ledger } = await runCase(stage, {
        seed,
        count: 6,
        settings: { spoolDirectory: `${file}/spool` },
        during: async (underWay) => {
          await waitFor(
            "its first row",
            async () => (await underWay.progress()).running.length > 0,
          );
          await wait(500);
          expect(underWay.fake.state().received).toBe(0);
          await rm(file);
        },
      });
      expect(progress).toMatchObject({ state: "finished", done: 6, failed: 0 });
      expect(ledger).toHaveLength(6);
    } finally {
      await folder.remove();
    }
  },
);
