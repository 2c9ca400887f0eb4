import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { databaseNow, pauseOf, quick, runCase, type UnderWay } from "../engine/run-case.ts";
import { seedsOf } from "../engine/seeds.ts";
import { openStage, type Stage } from "../engine/stage.ts";
import { waitFor } from "../temporary-folder.ts";
import { callRules } from "#/core/calls/call-rules.ts";
import { cancelBatch } from "#/core/generation/cancel-batch.ts";
import { rateBuckets } from "#/platform/db/tables/admission.ts";
import { batches } from "#/platform/db/tables/generation.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const WORKERS = 2;
/** In this row: a refusal for rates, once, after the limits are known. */
const refusedOnce = (seed: number, retryAfter?: number | string) => ({
  tier: "none" as const,
  faults: [
    {
      fault: {
        kind: "status" as const,
        status: 429,
        ...(retryAfter !== undefined && { retryAfter }),
      },
      draws: [4 + (seed % 3)],
    },
  ],
});

describe.each([
  ["in seconds", 100, 100],
  ["as a date", "date", 30],
])("429 with a time %s", (_, retryAfter, seconds) => {
  test.each(seedsOf(`429 ${retryAfter}`))("no worker sends before it (seed %i)", async (seed) => {
    const { progress, attempts, ledger } = await runCase(stage, {
      seed,
      count: 16,
      workers: WORKERS,
      scenario: refusedOnce(seed, retryAfter),
    });
    expect(progress).toMatchObject({ state: "finished", done: 16, failed: 0 });
    expect(ledger).toHaveLength(17);
    const refused = attempts.find(({ status }) => status === 429);
    const from = refused?.finishedAt?.getTime() ?? 0;
    const until = from + (seconds * 1_000) / quick.pace;
    // Each worker may stand in the queue for the bucket's row when the refusal is written there.
    const early = attempts.filter(
      ({ sentAt }) => sentAt.getTime() > from && sentAt.getTime() < until,
    );
    expect(early.length).toBeLessThanOrEqual(WORKERS);
  });
});

test.each(seedsOf("429 without"))(
  "429 without a time is taken up again, at no row's cost (seed %i)",
  async (seed) => {
    const { progress, ledger, attempts } = await runCase(stage, {
      seed,
      count: 8,
      workers: WORKERS,
      scenario: { faults: [{ fault: { kind: "status", status: 429 }, draws: [2, 5, 6] }] },
    });
    expect(progress).toMatchObject({ state: "finished", done: 8, failed: 0 });
    expect(ledger).toHaveLength(11);
    expect(attempts.filter(({ state }) => state === "failed")).toHaveLength(3);
  },
);

/** As if the time that the provider named were over. */
async function letTimePass({ batchId }: UnderWay): Promise<void> {
  const { ownerDb } = stage.scene;
  const before = sql`clock_timestamp() - interval '1 s'`;
  const [batch] = await ownerDb
    .update(batches)
    .set({ pausedUntil: before })
    .where(eq(batches.id, batchId))
    .returning({ provider: batches.writer });
  await ownerDb
    .update(rateBuckets)
    .set({ blockedUntil: before })
    .where(eq(rateBuckets.provider, batch?.provider ?? ""));
}

test.each(
  seedsOf("429 long").flatMap((seed) => [
    { seed, retryAfter: 1_200, most: 1_200 },
    { seed, retryAfter: "absurd", most: callRules.mostBlockSeconds },
  ]),
)(
  "429 for $retryAfter s: the batch pauses, says until when, and goes on alone (seed $seed)",
  async ({ seed, retryAfter, most }) => {
    const { progress, ledger } = await runCase(stage, {
      seed,
      count: 12,
      workers: WORKERS,
      // In real time: what the provider names is what holds.
      settings: { pace: 1 },
      scenario: refusedOnce(seed, retryAfter),
      during: async (underWay) => {
        const { batchId, fake } = underWay;
        await waitFor("the pause", async () => (await underWay.progress()).state === "paused");
        const now = await databaseNow(stage);
        const { pause, until } = (await pauseOf(stage, batchId)) ?? {};
        expect(pause).toMatchObject({ kind: "provider_limit" });
        const seconds = ((until?.getTime() ?? 0) - now) / 1_000;
        expect(seconds).toBeGreaterThan(callRules.pauseAfterSeconds);
        expect(seconds).toBeLessThanOrEqual(most);
        await waitFor("those under way", () => fake.state().inFlight === 0);
        const asked = fake.state().received;
        underWay.wake();
        expect((await underWay.progress()).state).toBe("paused");
        expect(fake.state().received).toBe(asked);
        await letTimePass(underWay);
        underWay.wake();
      },
    });
    expect(progress).toMatchObject({ state: "finished", done: 12, failed: 0 });
    expect(ledger).toHaveLength(13);
  },
);

test.each(seedsOf("429 cancel"))(
  "a batch that waits for a provider's time can be cancelled (seed %i)",
  async (seed) => {
    const { progress } = await runCase(stage, {
      seed,
      count: 8,
      settings: { pace: 1 },
      scenario: refusedOnce(seed, 1_200),
      during: async ({ batchId, progress }) => {
        await waitFor("the pause", async () => (await progress()).state === "paused");
        await cancelBatch({ ctx: stage.ctx, input: { batchId } });
      },
    });
    expect(progress.state).toBe("cancelled");
    expect(progress.done + progress.cancelled).toBe(8);
  },
);
