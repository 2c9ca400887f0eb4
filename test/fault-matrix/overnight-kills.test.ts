import { afterAll, beforeAll, expect, test } from "vitest";
import { BATCH, COUNT, recordsOf, runNight } from "../engine/run-night.ts";
import type { UnderWay } from "../engine/run-case.ts";
import { runWorker } from "../engine/run-worker.ts";
import { seedsOf } from "../engine/seeds.ts";
import { spawnWorker } from "../engine/spawn-worker.ts";
import { openStage, type Stage } from "../engine/stage.ts";
import { waitFor } from "../temporary-folder.ts";
import { makeForeign } from "../vendor-scene.ts";
import type { CallStep } from "#/core/calls/call-process.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ messages: 8 });
});
afterAll(() => stage.close());

/** A worker in this process takes up what another left. */
const takeOver = ({ workers, settings }: UnderWay) => workers.push(runWorker(settings));

interface Kill {
  at: string;
  step: CallStep;
  /** At the how manieth time: the first is mostly the call that goes ahead. */
  time: number;
  /** Conversations that may be paid for twice: those whose answer nobody can ask for again. */
  again: number;
}
const kills: Kill[] = [
  { at: "the one that goes ahead is sent", step: "sent", time: 1, again: 1 },
  { at: "a batch is on the record, not made", step: "reserved", time: 2, again: 0 },
  { at: "made, its name not stored", step: "last byte", time: 2, again: 0 },
  { at: "results are read half way", step: "spooled", time: 4, again: 0 },
  { at: "a result is being stored", step: "in transaction", time: 3, again: 0 },
  { at: "results are stored, no text yet", step: "acknowledged", time: 2, again: 0 },
];

test.each(
  kills.flatMap((kill) => seedsOf(`night ${kill.at}`, 1).map((seed) => ({ ...kill, seed }))),
)(
  "SIGKILL when $at: another worker ends it, nothing is lost or made twice (seed $seed)",
  async ({ step, time, again, seed }) => {
    const { progress, ledger, attempts } = await runNight(stage, {
      seed,
      count: COUNT,
      workers: 0,
      lostAtMost: again,
      during: async (underWay) => {
        const worker = await spawnWorker(underWay.settings, { killAt: { step, time } });
        expect(await worker.ended).toBe("SIGKILL");
        takeOver(underWay);
      },
    });
    expect(progress).toMatchObject({ state: "finished", done: COUNT, failed: 0 });
    expect(ledger.length).toBeLessThanOrEqual(COUNT + again);
    // What was on the record and never made counts as spent; nothing else may.
    const unknown = attempts.filter(({ state }) => state === "billed_unknown");
    if (step === "reserved") expect(unknown).toHaveLength(BATCH);
    else expect(unknown.length).toBeLessThanOrEqual(again);
  },
);

test.each(seedsOf("night named", 1))(
  "SIGKILL when the name is stored, while the vendor writes (seed %i)",
  async (seed) => {
    const { progress, ledger } = await runNight(stage, {
      seed,
      count: COUNT,
      workers: 0,
      during: async (underWay) => {
        const worker = await spawnWorker(underWay.settings);
        await waitFor("a name", async () =>
          (await recordsOf(underWay)).some(({ providerBatchId }) => providerBatchId !== null),
        );
        worker.kill("SIGKILL");
        await worker.ended;
        takeOver(underWay);
      },
    });
    expect(progress).toMatchObject({ state: "finished", done: COUNT, failed: 0 });
    expect(ledger).toHaveLength(COUNT);
  },
);

test.each(seedsOf("night foreign", 1))(
  "SIGKILL before the name is stored, beside another program's batches of the same size (seed %i)",
  async (seed) => {
    const { progress, ledger } = await runNight(stage, {
      seed,
      count: COUNT,
      workers: 0,
      during: async (underWay) => {
        const { fake, foreign } = underWay;
        const killAt = { step: "last byte" as const, time: 2 };
        const worker = await spawnWorker(underWay.settings, { killAt });
        expect(await worker.ended).toBe("SIGKILL");
        for (let time = 0; time < 2; time += 1) foreign.push(await makeForeign(fake, BATCH));
        takeOver(underWay);
      },
    });
    expect(progress).toMatchObject({ state: "finished", done: COUNT, failed: 0 });
    expect(ledger.filter(({ attempt }) => !attempt?.startsWith("other"))).toHaveLength(COUNT);
  },
);
