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

/** The same with the fate of each text: so many good of ten. */
function judged(seed: string, count: number, goodOfTen: number): ConversationLoad[] {
  return draw(seed, count).map((load, place) => ({ ...load, isGood: place % 10 < goodOfTen }));
}

test("until so many are good it reckons with the texts for that, and at most with all that may be written", () => {
  const given = { loads: judged("fates", 100, 8), limits: free, concurrency: 5 };
  const target = { good: 40, candidates: 120 };
  const rows = 90;
  const { costMicros, seconds, texts } = expectBatch({ ...given, count: rows, target });
  const whole = expectBatch({ ...given, count: rows });
  const most = expectBatch({ ...given, count: 120 });
  expect(whole.texts).toBeNull();
  expect(texts?.expected).toBeGreaterThan(47);
  expect(texts?.expected).toBeLessThan(54);
  expect(texts?.low).toBeGreaterThanOrEqual(40);
  expect(texts?.high).toBe(120);
  expect(costMicros.expected).toBeLessThan(whole.costMicros.low);
  expect(costMicros.high).toBeGreaterThan(most.costMicros.low);
  expect(seconds.expected).toBeLessThan(whole.seconds.low);
  expect(seconds.high).toBeGreaterThan(most.seconds.low);
});

test("three times as many texts as rows may be paid for, and the high end says so", () => {
  const loads = judged("poor", 40, 1);
  const given = { loads, limits: free, concurrency: 5, count: 90 };
  const { costMicros, texts } = expectBatch({ ...given, target: { good: 90, candidates: 300 } });
  const once = expectBatch(given);
  expect(texts).toMatchObject({ expected: 300, high: 300 });
  expect(costMicros.low).toBeGreaterThan(2.5 * once.costMicros.low);
  expect(costMicros.high).toBeGreaterThan(2.5 * once.costMicros.high);
});

test("the last few that are wanted wait for each other, however many may go at once", () => {
  const loads = judged("few", 40, 5).map((load) => ({ ...load, seconds: 60 }));
  const { seconds } = expectBatch({
    loads,
    limits: free,
    concurrency: 32,
    count: 90,
    target: { good: 4, candidates: 40 },
  });
  // Half fall short: four at once, then about two, then one, never all in one minute.
  expect(seconds.expected).toBeGreaterThan(2 * 60);
});

test("rows that fail give no text, and when none is left it ends", () => {
  const loads = draw("failing", 20).map((load) => ({ ...load, isGood: null }));
  const { texts, costMicros } = expectBatch({
    loads,
    limits: free,
    concurrency: 5,
    count: 6,
    target: { good: 6, candidates: 60 },
  });
  expect(texts?.expected).toBe(0);
  expect(costMicros.expected).toBeLessThan(10 * 40_000);
});

test("where nothing is known about good ones, four of five is taken, and less may be", () => {
  const { texts } = expectBatch({
    loads: [prior],
    limits: free,
    concurrency: 5,
    count: 90,
    target: { good: 40, candidates: 90 },
  });
  expect(texts?.expected).toBeGreaterThan(46);
  expect(texts?.expected).toBeLessThan(56);
  expect(texts?.low).toBeLessThan(45);
});

test("of very many a part is played, and stands for all", () => {
  const given = { loads: judged("many", 40, 8), limits: free, concurrency: 5 };
  const rows = expectBatch({ ...given, count: 40_000 });
  const fewer = expectBatch({ ...given, count: 10_000 });
  expect(rows.costMicros.expected / fewer.costMicros.expected).toBeCloseTo(4, 1);
  expect(rows.seconds.expected / fewer.seconds.expected).toBeCloseTo(4, 1);
  const target = { good: 20, candidates: 100_000 };
  const { costMicros, texts } = expectBatch({ ...given, count: 40, target });
  expect(texts?.expected).toBeLessThan(30);
  expect(costMicros.high / fewer.costMicros.expected).toBeGreaterThan(9);
  const hopeless = { ...given, loads: judged("none", 40, 0) };
  expect(expectBatch({ ...hopeless, count: 40, target }).texts?.expected).toBeCloseTo(100_000, -1);
});
