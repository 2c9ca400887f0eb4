import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Case, hasEnded, runCase, type UnderWay } from "../engine/run-case.ts";
import { runWorker } from "../engine/run-worker.ts";
import { seedsOf } from "../engine/seeds.ts";
import { spawnWorker } from "../engine/spawn-worker.ts";
import { openStage, type Stage } from "../engine/stage.ts";
import type { LedgerEntry } from "../fake-provider/ledger.ts";
import type { FaultRule, ScenarioInput } from "../fake-provider/scenario.ts";
import { waitFor } from "../temporary-folder.ts";
import { vendorRequest, vendorSettings, watch } from "../vendor-scene.ts";
import type { CallStep } from "#/core/calls/call-process.ts";
import { vendorBatchSize } from "#/core/calls/vendor-batch-rules.ts";
import { cancelBatch } from "#/core/generation/cancel-batch.ts";
import { pauseBatch } from "#/core/generation/pause-batch.ts";
import { resumeBatch } from "#/core/generation/resume-batch.ts";
import { vendorBatches } from "#/platform/db/tables/generation.ts";
import { createAnthropicProvider } from "#/platform/llm/providers/anthropic/anthropic-provider.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ messages: 8 });
});
afterAll(() => stage.close());

/** A thousand seconds of the vendor in one of ours; leases of one second. */
const settings = { pace: 1_000, leaseScale: 0.05 };

/** A run of the overnight mode, whose batches take five minutes at the vendor. */
function runNight(played: Omit<Case, "mode" | "settings">) {
  const { scenario } = played;
  return runCase(stage, {
    ...played,
    mode: "overnight",
    settings,
    scenario: {
      timeScale: 0.001,
      tier: "none",
      ...scenario,
      batches: { seconds: 300, ...scenario?.batches },
    },
  });
}

const COUNT = 12;
/** One goes ahead alone, the others follow in so many. */
const BATCHES = Math.ceil((COUNT - 1) / vendorBatchSize(COUNT));

const recordsOf = ({ batchId }: Pick<UnderWay, "batchId">) =>
  stage.scene.ownerDb.select().from(vendorBatches).where(eq(vendorBatches.batchId, batchId));

const made = (ledger: readonly LedgerEntry[]) =>
  ledger.filter(
    ({ method, path, batchId }) =>
      method === "POST" && path === "/v1/messages/batches" && batchId !== null,
  );

/** A worker in this process takes up what another left. */
const takeOver = ({ workers, settings }: UnderWay) => workers.push(runWorker(settings));

/** Only what asks for a new batch; or all but that. */
const creating = { endpoints: ["batches" as const], bodyIncludes: "custom_id" };

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
    const { progress, ledger, attempts } = await runNight({
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
    const size = step === "reserved" ? vendorBatchSize(COUNT) : again;
    expect(unknown.length).toBeLessThanOrEqual(size);
  },
);

test.each(seedsOf("night named", 1))(
  "SIGKILL when the name is stored, while the vendor writes (seed %i)",
  async (seed) => {
    const { progress, ledger } = await runNight({
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
    const { progress, ledger } = await runNight({
      seed,
      count: COUNT,
      workers: 0,
      during: async (underWay) => {
        const { fake, foreign } = underWay;
        const killAt = { step: "last byte" as const, time: 2 };
        const worker = await spawnWorker(underWay.settings, { killAt });
        expect(await worker.ended).toBe("SIGKILL");
        const { batches } = createAnthropicProvider(vendorSettings("Other", fake.url));
        const requests = Array.from({ length: vendorBatchSize(COUNT) }, (_, place) => ({
          id: `other-${place}`,
          request: vendorRequest,
        }));
        for (let time = 0; time < 2; time += 1) {
          foreign.push((await batches?.create(requests, watch()))?.id ?? "");
        }
        takeOver(underWay);
      },
    });
    expect(progress).toMatchObject({ state: "finished", done: COUNT, failed: 0 });
    expect(ledger.filter(({ attempt }) => !attempt?.startsWith("other"))).toHaveLength(COUNT);
  },
);

test.each(seedsOf("night reset"))(
  "the line breaks after the vendor took a batch, each time at first (seed %i)",
  async (seed) => {
    const { progress, ledger, attempts } = await runNight({
      seed,
      count: COUNT,
      workers: 2,
      scenario: {
        faults: [{ fault: { kind: "reset-mid-stream", at: 0.5 }, ...creating, share: 0.7 }],
      },
    });
    expect(progress).toMatchObject({ state: "finished", done: COUNT, failed: 0 });
    expect(ledger).toHaveLength(COUNT);
    for (const { state } of attempts) expect(state).toBe("succeeded");
  },
);

test.each(seedsOf("night mixed"))(
  "results in any order, some errored, some expired, go into further batches (seed %i)",
  async (seed) => {
    const { progress, attempts } = await runNight({
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

const vendorFaults: { name: string; faults: Partial<FaultRule>[] }[] = [
  { name: "529 to half of all", faults: [{ fault: { kind: "status", status: 529 }, share: 0.5 }] },
  { name: "500 to half of all", faults: [{ fault: { kind: "status", status: 500 }, share: 0.5 }] },
  {
    name: "529 to all for 10 min",
    faults: [{ fault: { kind: "status", status: 529 }, until: 600 }],
  },
  { name: "resets", faults: [{ fault: { kind: "reset-before-headers" }, share: 0.3 }] },
  {
    name: "results that break off",
    faults: [{ fault: { kind: "reset-mid-stream", at: 0.5 }, share: 0.5 }],
  },
];
test.each(
  vendorFaults.flatMap((each) =>
    seedsOf(`night ${each.name}`, 1).map((seed) => ({ ...each, seed })),
  ),
)("$name, to making, asking and reading batches: no row pays for it (seed $seed)", async (row) => {
  const { progress, ledger } = await runNight({
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
    seedsOf(`night ${which}`).map((seed) => ({ which, seed })),
  ),
)("$which while the vendor works: no batch is made after the answer (seed $seed)", async (row) => {
  const { which, seed } = row;
  const count = 30;
  const { progress } = await runNight({
    seed,
    count,
    workers: 3,
    scenario: { batches: { seconds: 1_000 } },
    during: async (underWay) => {
      const { batchId, fake } = underWay;
      const { ctx } = stage;
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

test.each(seedsOf("night workers"))(
  "3 workers on one overnight run make no batch twice (seed %i)",
  async (seed) => {
    const { progress, ledger } = await runNight({
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

test.each(seedsOf("night endless", 1))(
  "a batch that isn't done within the vendor's day: what expired is sent once more (seed %i)",
  async (seed) => {
    const { progress, ledger } = await runNight({
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

test.each(seedsOf("night cap"))(
  "a cap that has room for a few at a time holds at every moment (seed %i)",
  async (seed) => {
    const { progress } = await runNight({
      seed,
      count: COUNT,
      workers: 3,
      // About three may be under way; all together cost less.
      capMicros: 250_000 + (seed % 5) * 20_000,
      until: (now) => hasEnded(now) || now.state === "paused",
    });
    expect(progress.done).toBeGreaterThan(3);
    if (progress.state === "paused") expect(progress.pause).toMatchObject({ kind: "cap" });
  },
);
