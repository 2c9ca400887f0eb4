import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCase, type UnderWay } from "../engine/run-case.ts";
import { runWorker } from "../engine/run-worker.ts";
import { seedsOf } from "../engine/seeds.ts";
import { openStage, type Stage } from "../engine/stage.ts";
import type { FaultRule, ScenarioInput } from "../fake-provider/scenario.ts";
import { waitFor } from "../temporary-folder.ts";
import { cancelBatch } from "#/core/generation/cancel-batch.ts";
import { changeBatch } from "#/core/generation/change-batch.ts";
import { pauseBatch } from "#/core/generation/pause-batch.ts";
import { resumeBatch } from "#/core/generation/resume-batch.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** The rows of the matrix during which a person steps in. */
const during: { row: string; faults: Partial<FaultRule>[] }[] = [
  { row: "nothing else", faults: [] },
  { row: "529", faults: [{ fault: { kind: "status", status: 529 }, share: 0.5 }] },
  { row: "429", faults: [{ fault: { kind: "status", status: 429, retryAfter: 10 }, share: 0.2 }] },
  { row: "resets", faults: [{ fault: { kind: "reset-mid-stream", at: 0.5 }, share: 0.3 }] },
  { row: "wrong answers", faults: [{ fault: { kind: "invalid-json" }, share: 0.4 }] },
];

const acts = ["pause", "cancel", "cap"] as const;

/** Does it, and notes that nothing arrives any more from the answer on. */
async function act(which: (typeof acts)[number], { batchId, fake, progress }: UnderWay) {
  const { ctx } = stage;
  if (which === "pause") await pauseBatch({ ctx, input: { batchId } });
  else if (which === "cancel") await cancelBatch({ ctx, input: { batchId } });
  else await changeBatch({ ctx, input: { batchId, capMicros: 1 } });
  const acknowledgedAt = Date.now();
  const asked = fake.state().received;
  await waitFor("those under way", async () => (await progress()).running.length === 0);
  await waitFor("the fake", () => fake.state().inFlight === 0);
  const late = (await fake.ledger()).filter(({ receivedAt }) => receivedAt > acknowledgedAt);
  expect({ late, received: fake.state().received }).toEqual({ late: [], received: asked });
}

test.each(
  during.flatMap((each) =>
    acts.flatMap((which) =>
      seedsOf(`${which} ${each.row}`, 1).map((seed) => ({ ...each, which, seed })),
    ),
  ),
)(
  "$which during $row: nothing is sent after the answer (seed $seed)",
  async ({ faults, which, seed }) => {
    const { progress } = await runCase(stage, {
      seed,
      count: 14,
      concurrency: 4,
      workers: 3,
      scenario: { tier: "none", faults } as ScenarioInput,
      during: async (underWay) => {
        await underWay.untilAsked(3 + (seed % 6));
        if (which === "cap") underWay.allowOver();
        // What was broken may have paused or ended it by itself.
        if ((await underWay.progress()).state !== "running") return;
        await act(which, underWay);
        if (which === "cancel") return;
        const { batchId } = underWay;
        if (which === "cap") {
          await waitFor("the pause", async () => (await underWay.progress()).state !== "running");
          await changeBatch({ ctx: stage.ctx, input: { batchId, capMicros: null } });
        }
        if ((await underWay.progress()).state === "paused") {
          await resumeBatch({ ctx: stage.ctx, input: { batchId } });
        }
        underWay.wake();
      },
    });
    expect(progress.done + progress.failed + progress.cancelled).toBe(14);
  },
);

test.each(seedsOf("tight cap"))(
  "a cap that is too small stops before it, exactly (seed %i)",
  async (seed) => {
    const { progress } = await runCase(stage, {
      seed,
      count: 10,
      concurrency: 6,
      workers: 3,
      // Ten take about 340,000: room for some, never for all.
      capMicros: 150_000 + (seed % 7) * 15_000,
      until: ({ state, running }) => state === "paused" && running.length === 0,
    });
    expect(progress.pause).toMatchObject({ kind: "cap" });
    expect(progress.done).toBeGreaterThan(0);
  },
);

describe.each([2, 5, 8])("%i workers on one batch", (workers) => {
  test.each(seedsOf(`workers ${workers}`, 1))("ask for each row once (seed %i)", async (seed) => {
    const { progress, ledger } = await runCase(stage, {
      seed,
      count: 30,
      concurrency: 10,
      workers,
      scenario: { latency: { median: 10, spread: 0.5, low: 2, high: 30 } },
    });
    expect(progress).toMatchObject({ state: "finished", done: 30 });
    expect(ledger).toHaveLength(30);
  });
});

test.each(seedsOf("delivered twice"))(
  "a job that is delivered twice, at once and late, writes each row once (seed %i)",
  async (seed) => {
    const { ledger, batchId, progress } = await runCase(stage, {
      seed,
      count: 8,
      workers: 2,
      during: async ({ wake, untilAsked }) => {
        wake();
        wake();
        await untilAsked(4);
        wake();
      },
    });
    expect(progress.done).toBe(8);
    expect(ledger).toHaveLength(8);
    // Long after the end, as a queue does that lost its word of it.
    const { workspaceId } = stage.ctx;
    const late = runWorker({
      appUrl: stage.appUrl,
      spoolDirectory: null,
      batch: { workspaceId, batchId },
    });
    await late.stop();
    const { rows } = await stage.scene.ownerDb.execute(
      `select (select count(*) from bright.call_attempts where batch_id = '${batchId}')::int as calls,
      (select count(*) from bright.conversation_versions where batch_id = '${batchId}')::int as versions`,
    );
    expect(rows).toEqual([{ calls: 8, versions: 8 }]);
  },
);
