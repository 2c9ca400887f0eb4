import { and, eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCase, shortLeases, type UnderWay } from "../engine/run-case.ts";
import { runWorker } from "../engine/run-worker.ts";
import { seedsOf } from "../engine/seeds.ts";
import { spawnWorker } from "../engine/spawn-worker.ts";
import { openStage, type Stage } from "../engine/stage.ts";
import { waitFor } from "../temporary-folder.ts";
import type { CallStep } from "#/core/calls/call-process.ts";
import { keptAnswerSchema } from "#/core/calls/keep-answer.ts";
import { conversationVersions } from "#/platform/db/tables/conversations.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";
import { readAbandonedSpools } from "#/platform/files/spool.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** A worker in this process takes up what another left. */
const takeOver = ({ workers, settings }: UnderWay) => workers.push(runWorker(settings));

/** What a killed worker leaves: answers that are safe, calls that must be made again, texts that stand. */
async function leftBehind({ batchId, settings }: UnderWay) {
  const { ownerDb } = stage.scene;
  const attempts = await ownerDb
    .select()
    .from(callAttempts)
    .where(eq(callAttempts.batchId, batchId));
  const files = await readAbandonedSpools(settings.spoolDirectory ?? "");
  const onDisk = new Set(
    files.flatMap(({ records }) => records.map((one) => keptAnswerSchema.parse(one).attemptId)),
  );
  const isSafe = ({ id, response }: (typeof attempts)[number]) =>
    response !== null || onDisk.has(id);
  return {
    safe: attempts.filter(isSafe).length,
    settled: attempts.filter(({ state }) => state === "succeeded").length,
    unanswered: attempts.filter((attempt) => !isSafe(attempt)).length,
    versions: await ownerDb.$count(conversationVersions, eq(conversationVersions.batchId, batchId)),
  };
}

const CONCURRENCY = 3;
const steps: { step: CallStep; keepsItsAnswer: boolean }[] = [
  { step: "claimed", keepsItsAnswer: false },
  { step: "reserved", keepsItsAnswer: false },
  { step: "sent", keepsItsAnswer: false },
  { step: "headers", keepsItsAnswer: false },
  { step: "mid-stream", keepsItsAnswer: false },
  { step: "last byte", keepsItsAnswer: false },
  { step: "spooled", keepsItsAnswer: true },
  { step: "in transaction", keepsItsAnswer: true },
  { step: "scored", keepsItsAnswer: true },
  { step: "committed", keepsItsAnswer: true },
  { step: "acknowledged", keepsItsAnswer: true },
  { step: "published", keepsItsAnswer: true },
];

describe.each(steps)("SIGKILL at: $step", ({ step, keepsItsAnswer }) => {
  test.each(seedsOf(`kill ${step}`))(
    "another worker ends what it left; nothing is lost or doubled (seed %i)",
    async (seed) => {
      const count = 7;
      const killAt = { step, time: 1 + (seed % 4) };
      let left = { safe: 0, settled: 0, unanswered: 0, versions: 0 };
      const { progress, ledger, attempts } = await runCase(stage, {
        seed,
        count,
        concurrency: CONCURRENCY,
        workers: 0,
        lostAtMost: CONCURRENCY,
        during: async (underWay) => {
          const worker = await spawnWorker(underWay.settings, { killAt });
          expect(await worker.ended).toBe("SIGKILL");
          left = await leftBehind(underWay);
          takeOver(underWay);
        },
      });
      expect(progress).toMatchObject({ state: "finished", done: count, failed: 0 });
      // The step stands where its name says.
      if (keepsItsAnswer) expect(left.safe).toBeGreaterThanOrEqual(killAt.time);
      if (step === "acknowledged") expect(left.settled).toBeGreaterThanOrEqual(killAt.time);
      if (step === "published") expect(left.versions).toBeGreaterThanOrEqual(killAt.time);
      // What was under way is asked for again; what had been put on the disk is not.
      expect(left.unanswered).toBeLessThanOrEqual(CONCURRENCY);
      expect(ledger.length).toBeLessThanOrEqual(count + left.unanswered);
      for (const { state } of attempts) expect(["succeeded", "billed_unknown"]).toContain(state);
    },
  );
});

test.each(seedsOf("stopped"))(
  "SIGSTOP for longer than its lease, then SIGCONT: what comes late is kept, and not used (seed %i)",
  async (seed) => {
    const { progress, attempts } = await runCase(stage, {
      seed,
      count: 6,
      concurrency: CONCURRENCY,
      workers: 0,
      settings: shortLeases,
      scenario: { latency: { median: 60, spread: 0.1, low: 50, high: 80 } },
      during: async (underWay) => {
        const sleeper = await spawnWorker(underWay.settings);
        try {
          await underWay.untilAsked(3);
          sleeper.kill("SIGSTOP");
          takeOver(underWay);
          await waitFor("the end", async () => (await underWay.progress()).state === "finished");
          sleeper.kill("SIGCONT");
          const { ownerDb } = stage.scene;
          const isOpen = inArray(callAttempts.state, ["sent", "billed_unknown"]);
          const ofBatch = eq(callAttempts.batchId, underWay.batchId);
          await waitFor("the late answers", async () => {
            return (await ownerDb.$count(callAttempts, and(ofBatch, isOpen))) === 0;
          });
        } finally {
          sleeper.kill("SIGCONT");
          await sleeper.stop();
        }
      },
    });
    expect(progress).toMatchObject({ state: "finished", done: 6, failed: 0 });
    const late = attempts.filter(({ state }) => state === "superseded");
    expect(late.length).toBeGreaterThan(0);
    for (const { response } of late) expect(response).toHaveProperty("text");
  },
);

const HOUR_MS = 3_600_000;
describe.each([
  ["an hour behind", -HOUR_MS],
  ["an hour ahead", HOUR_MS],
  ["three days behind", -72 * HOUR_MS],
  ["three days ahead", 72 * HOUR_MS],
])("a worker's clock is %s", (_, clockMs) => {
  test.each(seedsOf(`clock ${clockMs}`, 1))(
    "leases go by the database's (seed %i)",
    async (seed) => {
      const { progress, ledger } = await runCase(stage, {
        seed,
        count: 10,
        workers: 1,
        during: async (underWay) => {
          const wrong = await spawnWorker(underWay.settings, { clockMs });
          await waitFor("the end", async () => (await underWay.progress()).state === "finished");
          await wrong.stop();
        },
      });
      expect(progress).toMatchObject({ state: "finished", done: 10, failed: 0 });
      expect(ledger).toHaveLength(10);
    },
  );
});

test.each(seedsOf("stop"))(
  "a worker that is asked to end finishes or gives back; another goes on (seed %i)",
  async (seed) => {
    const { progress, ledger } = await runCase(stage, {
      seed,
      count: 8,
      workers: 0,
      during: async (underWay) => {
        const first = await spawnWorker(underWay.settings);
        await underWay.untilAsked(4);
        await first.stop();
        takeOver(underWay);
      },
    });
    expect(progress).toMatchObject({ state: "finished", done: 8, failed: 0 });
    expect(ledger).toHaveLength(8);
  },
);
