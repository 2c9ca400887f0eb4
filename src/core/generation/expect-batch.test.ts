import { expect, test } from "vitest";
import { type ConversationLoad, expectBatch } from "./expect-batch.ts";
import { replayMakespan } from "./makespan.ts";
import { createRandom } from "#/lib/random.ts";

const free = { requests: null, inputTokens: null, outputTokens: null };
const small = { requests: 1_000, inputTokens: 450_000, outputTokens: 8_000 };
const prior: ConversationLoad = {
  seconds: 55,
  inputTokens: 3_500,
  outputTokens: 3_000,
  costMicros: 40_000,
};

/** Conversations as a provider answers them: log-normal seconds and lengths, now and then a repair. */
function draw(seed: string, count: number): ConversationLoad[] {
  const random = createRandom(seed);
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return Array.from({ length: count }, () => {
    const calls = random.next() < 0.05 ? 2 : 1;
    const outputTokens = 3_000 * Math.exp(0.2 * normal()) * calls;
    return {
      seconds: 55 * Math.exp(0.28 * normal()) * calls,
      inputTokens: 3_500 * calls,
      outputTokens,
      costMicros: 3_500 * 2 * calls + outputTokens * 10,
    };
  });
}

test.each([
  ["bound by lanes", free, 5, "concurrency"],
  ["bound by output", small, 32, "output"],
] as const)(
  "of 40 batches %s that it hasn't seen, at least nine tenths lie in the range",
  (_, limits, concurrency, binding) => {
    let costs = 0;
    let times = 0;
    const batches = 40;
    for (let batch = 0; batch < batches; batch += 1) {
      const count = 60 + batch;
      const expected = expectBatch({
        count,
        loads: draw(`history-${batch}`, 40),
        limits,
        concurrency,
      });
      const actual = draw(`actual-${batch}`, count);
      const cost = actual.reduce((sum, each) => sum + each.costMicros, 0);
      const seconds = replayMakespan(actual, limits, concurrency, "as given") * 1.04;
      costs += Number(cost >= expected.costMicros.low && cost <= expected.costMicros.high);
      times += Number(seconds >= expected.seconds.low && seconds <= expected.seconds.high);
      expect(expected.binding).toBe(binding);
      for (const range of [expected.costMicros, expected.seconds]) {
        expect(range.high).toBeLessThanOrEqual(2 * range.low);
      }
    }
    expect(costs).toBeGreaterThanOrEqual(0.9 * batches);
    expect(times).toBeGreaterThanOrEqual(0.9 * batches);
  },
);

test("a guess gives a range around it, wider than what was measured, widest for the time", () => {
  const given = { count: 90, limits: free, concurrency: 5 };
  const { costMicros, seconds } = expectBatch({ ...given, loads: [prior] });
  expect(costMicros.expected / (90 * prior.costMicros)).toBeCloseTo(1, 1);
  const width = ({ low, high }: { low: number; high: number }) => high / low;
  const measured = expectBatch({ ...given, loads: draw("measured", 40) });
  expect(width(costMicros)).toBeGreaterThan(1.5 * width(measured.costMicros));
  expect(width(seconds)).toBeGreaterThan(width(costMicros));
  expect(width(seconds)).toBeLessThan(4);
});

test("nothing measured and nothing to pay is nothing, and one call binds itself", () => {
  const one = expectBatch({
    count: 1,
    loads: [{ ...prior, costMicros: 0 }],
    limits: free,
    concurrency: 5,
  });
  expect(one.costMicros).toEqual({ low: 0, expected: 0, high: 0 });
  expect(one.binding).toBe("call");
  expect(expectBatch({ count: 1, loads: [], limits: free, concurrency: 1 }).seconds.high).toBe(0);
});
