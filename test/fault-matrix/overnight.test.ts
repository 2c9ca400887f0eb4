import { afterAll, beforeAll, expect, test } from "vitest";
import { BATCHES, COUNT, made, recordsOf, runNight } from "../engine/run-night.ts";
import { seedsOf } from "../engine/seeds.ts";
import { openStage, type Stage } from "../engine/stage.ts";
import type { FaultRule, ScenarioInput } from "../fake-provider/scenario.ts";
import { waitFor } from "../temporary-folder.ts";
import { cancelBatch } from "#/core/generation/cancel-batch.ts";
import { pauseBatch } from "#/core/generation/pause-batch.ts";
import { resumeBatch } from "#/core/generation/resume-batch.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ messages: 8 });
});
afterAll(() => stage.close());

test.each(seedsOf("night reset", 1))(
  "the line breaks after the vendor took a batch (seed %i)",
  async (seed) => {
    const { progress, ledger, attempts } = await runNight(stage, {
      seed,
      count: COUNT,
      workers: 2,
      scenario: {
        faults: [
          {
            fault: { kind: "reset-mid-stream", at: 0.5 },
            endpoints: ["batches"],
            bodyIncludes: "custom_id",
            share: 0.7,
          },
        ],
      },
    });
    expect(progress).toMatchObject({ state: "finished", done: COUNT, failed: 0 });
    expect(ledger).toHaveLength(COUNT);
    for (const { state } of attempts) expect(state).toBe("succeeded");
  },
);

test.each(seedsOf("night mixed", 1))(
  "results in any order, some errored, some expired, go into further batches (seed %i)",
  async (seed) => {
    const { progress, attempts } = await runNight(stage, {
      seed,
      count: COUNT,
      workers: 2,
      scenario: { batches: { errored: 0.2, expired: 0.15, notFoundSeconds: 60 } },
    });
    expect(progress.done + progress.failed).toBe(COUNT);
    expect(progress.state).toBe("finished");
    const bad = attempts.filter(({ state }) => state === "failed");
    for (const { costMicros } of bad) expect(costMicros).toBe(0);
  },
);

const failing = (code: number) => ({ kind: "status" as const, status: code });
const vendorFaults: { name: string; faults: Partial<FaultRule>[] }[] = [
  {
    name: "500 and 529 now and then",
    faults: [
      { fault: failing(500), share: 0.15 },
      { fault: failing(529), share: 0.15 },
    ],
  },
  { name: "529 to all for 10 min", faults: [{ fault: failing(529), until: 600 }] },
  {
    name: "resets before and in the middle of answers",
    faults: [
      { fault: { kind: "reset-before-headers" }, share: 0.15 },
      { fault: { kind: "reset-mid-stream", at: 0.5 }, share: 0.3 },
    ],
  },
];
test.each(
  vendorFaults.flatMap((each) =>
    seedsOf(`night ${each.name}`, 1).map((seed) => ({ ...each, seed })),
  ),
)("$name, to making, asking and reading batches: no row pays for it (seed $seed)", async (row) => {
  const { progress, ledger } = await runNight(stage, {
    seed: row.seed,
    count: COUNT,
    workers: 2,
    scenario: {
      faults: row.faults.map((rule) => ({ ...rule, endpoints: ["batches"] })),
    } as ScenarioInput,
  });
  expect(progress).toMatchObject({ state: "finished", done: COUNT, failed: 0 });
  expect(ledger).toHaveLength(COUNT);
});

test.each(
  (["pause", "cancel"] as const).flatMap((which) =>
    seedsOf(`night ${which}`, 1).map((seed) => ({ which, seed })),
  ),
)("$which while the vendor works: no batch is made after the answer (seed $seed)", async (row) => {
  const { which, seed } = row;
  const { ctx } = stage;
  const count = 20;
  const { progress } = await runNight(stage, {
    seed,
    count,
    workers: 3,
    scenario: { batches: { seconds: 1_000 } },
    during: async (underWay) => {
      const { batchId, fake } = underWay;
      await underWay.untilAsked(2 + (seed % 3));
      if (which === "pause") await pauseBatch({ ctx, input: { batchId } });
      else await cancelBatch({ ctx, input: { batchId } });
      const acknowledgedAt = Date.now();
      await waitFor("the vendor to end what it has", async () => {
        const { withVendor, running } = await underWay.progress();
        return withVendor === 0 && running.length === 0;
      });
      const late = made(await fake.ledger()).filter(
        ({ receivedAt }) => receivedAt > acknowledgedAt,
      );
      expect(late).toEqual([]);
      if (which === "pause" && (await underWay.progress()).state === "paused") {
        await resumeBatch({ ctx, input: { batchId } });
        underWay.wake();
      }
    },
  });
  expect(progress.failed).toBe(0);
  expect(progress.done + progress.cancelled).toBe(count);
  if (which === "pause") expect(progress).toMatchObject({ state: "finished", done: count });
});

test.each(seedsOf("night workers", 1))(
  "3 workers on one overnight run make no batch twice (seed %i)",
  async (seed) => {
    const { progress, ledger } = await runNight(stage, {
      seed,
      count: COUNT,
      workers: 3,
      during: async ({ wake, fake }) => {
        await waitFor("all batches", async () => {
          wake();
          return made(await fake.ledger()).length >= BATCHES;
        });
      },
    });
    expect(progress).toMatchObject({ state: "finished", done: COUNT, failed: 0 });
    expect(ledger).toHaveLength(COUNT);
    expect(ledger.filter(({ method }) => method === "POST")).toHaveLength(1);
  },
);

test.each(seedsOf("night target", 1))(
  "3 workers on an overnight run until some are good begin no more than could be (seed %i)",
  async (seed) => {
    const target = { good: 4, candidates: COUNT };
    const { progress, ledger } = await runNight(stage, { seed, count: COUNT, workers: 3, target });
    expect(progress).toMatchObject({ state: "finished", good: 4, done: 4, cancelled: COUNT - 4 });
    expect(ledger).toHaveLength(4);
  },
);

test.each(seedsOf("night endless", 1))(
  "a batch that isn't done within the vendor's day: what expired is sent once more (seed %i)",
  async (seed) => {
    const { progress, ledger } = await runNight(stage, {
      seed,
      count: COUNT,
      scenario: { batches: { seconds: 100_000, daySeconds: 400 } },
      during: async (underWay) => {
        await waitFor("the batches", async () => {
          return (await recordsOf(underWay)).length >= BATCHES;
        });
        underWay.fake.change({ batches: { seconds: 300 } });
      },
    });
    expect(progress).toMatchObject({ state: "finished", done: COUNT, failed: 0 });
    expect(ledger.filter(({ kind }) => kind === "expired").length).toBeGreaterThan(COUNT / 2);
  },
);

test.each(seedsOf("night cap", 1))(
  "a cap that has room for a few at a time holds at every moment (seed %i)",
  async (seed) => {
    const { progress } = await runNight(stage, {
      seed,
      count: COUNT,
      workers: 3,
      // About three may be under way; all together cost less.
      capMicros: 200_000 + (seed % 5) * 10_000,
    });
    expect(progress).toMatchObject({ state: "finished", done: COUNT, failed: 0 });
  },
);
