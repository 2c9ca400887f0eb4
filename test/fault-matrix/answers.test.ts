import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Ran, runCase } from "../engine/run-case.ts";
import { seedsOf } from "../engine/seeds.ts";
import { openStage, type Stage } from "../engine/stage.ts";
import type { Fault } from "../fake-provider/scenario.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** The attempts of each conversation, in the order of their sending. */
const byConversation = ({ attempts }: Ran) => [
  ...Map.groupBy(attempts, ({ conversationId }) => conversationId).values(),
];

test.each(seedsOf("nothing wrong"))("each row is asked for once (seed %i)", async (seed) => {
  const ran = await runCase(stage, { seed, count: 12 });
  expect(ran.progress).toMatchObject({ state: "finished", done: 12, failed: 0 });
  expect(ran.ledger).toHaveLength(12);
});

const broken: Fault[] = [
  { kind: "truncated-json" },
  { kind: "invalid-json" },
  { kind: "wrong-shape" },
  { kind: "wrong-turns" },
  { kind: "empty" },
];
describe.each(broken)("an answer that can't be used: $kind", (fault) => {
  const seeds = seedsOf(fault.kind);

  test.each(seeds)(
    "once: one repair call mends it, and its text is kept (seed %i)",
    async (seed) => {
      const ran = await runCase(stage, {
        seed,
        count: 4,
        scenario: { faults: [{ fault, draws: [seed % 4] }] },
      });
      expect(ran.progress).toMatchObject({ state: "finished", done: 4 });
      expect(ran.ledger).toHaveLength(5);
      const [mended] = byConversation(ran).filter((calls) => calls.length > 1);
      expect(mended?.map(({ state }) => state)).toEqual(["invalid", "succeeded"]);
      expect(mended?.[0]?.response).toHaveProperty("raw");
    },
  );

  test.each(seeds.slice(0, 1))(
    "again and again: it fails after two calls (seed %i)",
    async (seed) => {
      const ran = await runCase(stage, { seed, count: 2, scenario: { faults: [{ fault }] } });
      expect(ran.progress).toMatchObject({ state: "finished", done: 0, failed: 2 });
      expect(byConversation(ran).map((calls) => calls.length)).toEqual([2, 2]);
      for (const { response, failure } of ran.attempts) {
        expect(response).toHaveProperty("raw");
        expect(failure).toHaveProperty("message");
      }
    },
  );
});

test.each(seedsOf("cut off"))(
  "an answer that was cut off raises the limit once (seed %i)",
  async (seed) => {
    const ran = await runCase(stage, {
      seed,
      count: 3,
      scenario: { faults: [{ fault: { kind: "max-tokens" }, draws: [seed % 3] }] },
    });
    expect(ran.progress).toMatchObject({ state: "finished", done: 3 });
    const [raised] = byConversation(ran).filter((calls) => calls.length > 1);
    const limits = raised?.map(({ parameters }) => parameters) as { maxOutputTokens: number }[];
    expect(limits).toHaveLength(2);
    expect(limits[1]?.maxOutputTokens).toBeGreaterThan(limits[0]?.maxOutputTokens ?? Infinity);
  },
);

test.each(seedsOf("refusal"))(
  "a refusal is final and its raw answer is kept (seed %i)",
  async (seed) => {
    const ran = await runCase(stage, {
      seed,
      count: 4,
      scenario: { faults: [{ fault: { kind: "refusal" }, draws: [seed % 4] }] },
    });
    expect(ran.progress).toMatchObject({ state: "finished", done: 3, failed: 1 });
    expect(ran.ledger).toHaveLength(4);
  },
);

test.each(seedsOf("html"))("a page of HTML is kept and asked for again (seed %i)", async (seed) => {
  const ran = await runCase(stage, {
    seed,
    count: 4,
    scenario: { faults: [{ fault: { kind: "html" }, draws: [seed % 4] }] },
  });
  expect(ran.progress).toMatchObject({ state: "finished", done: 4, failed: 0 });
  expect(ran.ledger).toHaveLength(5);
  const page = ran.attempts.find(({ state }) => state === "failed");
  expect(JSON.stringify(page?.response)).toContain("Bad Gateway");
});

test.each(seedsOf("html always").slice(0, 1))(
  "nothing but pages: the batch pauses for a person (seed %i)",
  async (seed) => {
    const ran = await runCase(stage, {
      seed,
      count: 4,
      scenario: { faults: [{ fault: { kind: "html" } }] },
      until: ({ state, running }) => state === "paused" && running.length === 0,
    });
    expect(ran.progress).toMatchObject({ done: 0, failed: 0, pause: { kind: "needs_person" } });
    expect(ran.ledger.length).toBeLessThanOrEqual(12);
  },
);
