import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pauseOf, runCase } from "../engine/run-case.ts";
import { seedsOf } from "../engine/seeds.ts";
import { openStage, type Stage } from "../engine/stage.ts";
import type { Fault } from "../fake-provider/scenario.ts";
import { waitFor } from "../temporary-folder.ts";
import { callRules } from "#/core/calls/call-rules.ts";
import type { Failure } from "#/core/calls/schema.ts";
import { batchItems } from "#/platform/db/tables/generation.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const status = (code: number): Fault => ({ kind: "status", status: code });

describe.each([
  { share: 0.9, until: 60 },
  { share: 1, until: 600 },
])("overload (529): $share of all for $until s", (storm) => {
  test.each(seedsOf(`529 ${storm.share}`))(
    "the breaker opens, and it goes on alone (seed %i)",
    async (seed) => {
      const concurrency = 4;
      const { progress, ledger } = await runCase(stage, {
        seed,
        count: 60,
        concurrency,
        workers: 2,
        scenario: { tier: "none", faults: [{ fault: status(529), ...storm }] },
      });
      expect(progress).toMatchObject({ state: "finished", done: 60, failed: 0 });
      expect(ledger.length).toBeLessThanOrEqual(60 * 1.3);
      if (storm.share === 1) {
        const waits = ledger.map(
          (entry, place) => entry.receivedAt - (ledger[place - 1]?.receivedAt ?? 0),
        );
        // Before the first pause of the breaker, 20 ms in quick motion, so many had failed at most.
        const first = waits.findIndex((wait, place) => place > 0 && wait >= 15);
        expect(first).toBeLessThanOrEqual(callRules.breakerFailures + concurrency);
      }
    },
  );
});

test.each(seedsOf("storm in the stream"))(
  "a server that breaks off every answer for 600 s is left alone, and what that costs is bounded (seed %i)",
  async (seed) => {
    const count = 8;
    const concurrency = 4;
    const fault: Fault = { kind: "stream-error", at: 0.5, type: "overloaded_error" };
    const { progress, attempts, ledger } = await runCase(stage, {
      seed,
      count,
      concurrency,
      workers: 2,
      scenario: { faults: [{ fault, until: 600 }] },
    });
    expect(progress).toMatchObject({ state: "finished", done: count, failed: 0 });
    const broken = attempts.filter(({ state }) => state !== "succeeded");
    expect(broken.length).toBeGreaterThan(callRules.breakerFailures);
    // Those before the breaker opened; then one at a time, after 2 to 60 seconds: eleven go into 600.
    const most = callRules.breakerFailures + concurrency + 12;
    expect(broken.length).toBeLessThanOrEqual(most);
    expect(ledger.length).toBeLessThanOrEqual(most + count);
    for (const { state, costMicros, reservedMicros } of broken) {
      expect(state).toBe("billed_unknown");
      expect(costMicros).toBe(reservedMicros);
    }
  },
);

describe.each([500, 502, 503])("server error %i", (code) => {
  test.each(seedsOf(`status ${code}`))(
    "is tried again after a while, on the record (seed %i)",
    async (seed) => {
      const { progress, attempts, ledger } = await runCase(stage, {
        seed,
        count: 8,
        scenario: { tier: "none", faults: [{ fault: status(code), share: 0.3 }] },
      });
      expect(progress).toMatchObject({ state: "finished", done: 8 });
      const failed = ledger.filter((entry) => entry.status === code);
      expect(attempts.filter((attempt) => attempt.status === code)).toHaveLength(failed.length);
    },
  );
});

test.each(seedsOf("500 for ever").slice(0, 1))(
  "a server error that doesn't end stops at a bound, with a sentence (seed %i)",
  async (seed) => {
    const { progress, ledger, batchId } = await runCase(stage, {
      seed,
      count: 2,
      scenario: { tier: "none", faults: [{ fault: status(500) }] },
    });
    expect(progress).toMatchObject({ state: "finished", done: 0, failed: 2 });
    expect(ledger.length).toBeLessThanOrEqual(2 * (callRules.mostRetries + 1));
    const items = await stage.scene.ownerDb
      .select({ failure: batchItems.failure })
      .from(batchItems)
      .where(eq(batchItems.batchId, batchId));
    for (const { failure } of items) expect(JSON.stringify(failure)).toMatch(/tried \d+ times/);
  },
);

describe.each([
  ["401, a key that was revoked", "revoked"],
  ["402, no credit", "no-credit"],
  ["403", "forbidden"],
  ["429, the spend cap of the vendor", "spend-cap"],
  ["400, a limit of one's own", "own-limit"],
] as const)("%s", (_, key) => {
  test.each(seedsOf(`key ${key}`))(
    "pauses the batch after what was under way; no row fails (seed %i)",
    async (seed) => {
      const concurrency = 3;
      const after = 3 + (seed % 3);
      const { ledger, progress, batchId } = await runCase(stage, {
        seed,
        count: 12,
        concurrency,
        workers: 2,
        during: async ({ fake, untilAsked }) => {
          await untilAsked(after);
          fake.change({ keys: { "fake-key-good": key } });
        },
        until: ({ state, running }) => state === "paused" && running.length === 0,
      });
      expect(progress).toMatchObject({ state: "paused", failed: 0 });
      expect(await pauseOf(stage, batchId)).toMatchObject({
        pause: { kind: "needs_person", message: expect.stringMatching(/\.$/) },
        until: null,
      });
      const refused = ledger.filter(({ kind }) => kind === "rejected");
      expect(refused.length).toBeGreaterThan(0);
      expect(refused.length).toBeLessThanOrEqual(concurrency);
    },
  );
});

test.each(seedsOf("first key"))("a key that never worked is asked once (seed %i)", async (seed) => {
  const { ledger } = await runCase(stage, {
    seed,
    count: 6,
    workers: 3,
    apiKey: "fake-key-revoked",
    during: async ({ progress }) => {
      await waitFor("the pause", async () => (await progress()).state === "paused");
    },
    until: ({ running }) => running.length === 0,
  });
  expect(ledger).toHaveLength(1);
});

// A stream of single bytes is silence until a whole event has come.
const silent: { fault: Fault; codes: string[] }[] = [
  { fault: { kind: "hang" }, codes: ["stalled"] },
  { fault: { kind: "stall", at: 0.5 }, codes: ["stalled"] },
  { fault: { kind: "drip" }, codes: ["stalled", "timeout"] },
];
describe.each(silent)("silence: $fault.kind", ({ fault, codes }) => {
  test.each(seedsOf(`silent ${fault.kind}`))(
    "is given up, counts as spent and is tried again (seed %i)",
    async (seed) => {
      const { progress, attempts } = await runCase(stage, {
        seed,
        count: 5,
        settings: { idleSeconds: 1, totalSeconds: 2.5 },
        scenario: { faults: [{ fault, draws: [seed % 5] }] },
      });
      expect(progress).toMatchObject({ state: "finished", done: 5, failed: 0 });
      expect(attempts).toHaveLength(6);
      const [given] = attempts.filter(({ state }) => state !== "succeeded");
      expect(given?.state).toBe("billed_unknown");
      expect(codes).toContain((given?.failure as Failure | undefined)?.code);
      expect(given?.costMicros).toBe(given?.reservedMicros);
    },
  );
});

const torn: Fault[] = [
  { kind: "reset-before-headers" },
  { kind: "reset-mid-stream", at: 0.5 },
  { kind: "stream-error", at: 0.5, type: "overloaded_error" },
  { kind: "stream-error", at: 0.2, type: "api_error" },
  { kind: "reset-after-last-byte" },
];
describe.each(torn)("a connection that breaks: $kind", (fault) => {
  test.each(seedsOf(`torn ${fault.kind}`))(
    "is on the record, counts as spent where it may cost, and is tried again (seed %i)",
    async (seed) => {
      const { progress, attempts } = await runCase(stage, {
        seed,
        count: 5,
        scenario: { faults: [{ fault, draws: [seed % 5] }] },
      });
      expect(progress).toMatchObject({ state: "finished", done: 5, failed: 0 });
      const broken = attempts.filter(({ state }) => state !== "succeeded");
      // All of the answer had come in one of them: it may be used.
      expect(attempts.length - broken.length).toBe(5);
      if (fault.kind === "reset-after-last-byte") return;
      expect(broken).toHaveLength(1);
      if (fault.kind === "reset-before-headers") return;
      expect(broken[0]).toMatchObject({ state: "billed_unknown" });
      expect(broken[0]?.costMicros).toBe(broken[0]?.reservedMicros);
    },
  );
});
