import { rounded } from "./paced.ts";
import { scenarioSchema } from "../../test/fake-provider/scenario.ts";
import { drawRequest } from "../../test/fake-provider/schedule.ts";
import { type ConversationLoad, expectBatch } from "#/core/generation/expect-batch.ts";
import { type MinuteLimits, replayMakespan } from "#/core/generation/makespan.ts";
import { createRandom } from "#/lib/random.ts";

const spreads = scenarioSchema.parse({});
const MALFORMED = 0.03;
/** Dollars for a million tokens, as of Sonnet's class. */
const PRICES = { input: 2, output: 10 };
/** What a real run takes above the replay, measured in this bench: at least and at most. */
const OVERHEAD = { least: 1.01, most: 1.1 };

/** So many conversations as they turn out: latencies and lengths drawn, 3 % of them asked for twice. */
function drawLoads(seed: number, count: number): ConversationLoad[] {
  const random = createRandom(`malformed ${seed}`);
  return Array.from({ length: count }, (_, place) => {
    const { latency, outputTokens } = drawRequest(seed, place, spreads);
    const calls = random.next() < MALFORMED ? 2 : 1;
    const inputTokens = 3_000 + 1_500 * random.next();
    return {
      seconds: latency * calls,
      inputTokens: inputTokens * calls,
      outputTokens: outputTokens * calls,
      costMicros: (inputTokens * PRICES.input + outputTokens * PRICES.output) * calls,
    };
  });
}

const settings: { count: number; known: number; concurrency: number; limits: MinuteLimits }[] = [
  { count: 100, known: 30, concurrency: 5, limits: limitsOf(null, 8_000) },
  { count: 60, known: 20, concurrency: 8, limits: limitsOf(1_000, 400_000) },
  { count: 400, known: 60, concurrency: 32, limits: limitsOf(1_000, 400_000) },
  { count: 1_000, known: 100, concurrency: 64, limits: limitsOf(10_000, 2_000_000) },
];

function limitsOf(requests: number | null, outputTokens: number): MinuteLimits {
  return { requests, inputTokens: null, outputTokens };
}

/** The estimate from some finished conversations, against 20 batches of others. */
export function measureEstimates(batches = 20) {
  const inside = { cost: 0, time: 0 };
  let widest = 0;
  for (let seed = 1; seed <= batches; seed += 1) {
    const setting = settings[seed % settings.length] ?? settings[0];
    if (!setting) throw new Error("there is no setting");
    const { count, known, concurrency, limits } = setting;
    const told = expectBatch({
      count,
      loads: drawLoads(seed, known),
      limits,
      concurrency,
    });
    const actual = drawLoads(10_000 + seed, count);
    const overhead = createRandom(`overhead ${seed}`).next();
    const seconds =
      replayMakespan(actual, limits, concurrency) *
      (OVERHEAD.least + (OVERHEAD.most - OVERHEAD.least) * overhead);
    const cost = actual.reduce((sum, { costMicros }) => sum + costMicros, 0);
    if (cost >= told.costMicros.low && cost <= told.costMicros.high) inside.cost += 1;
    if (seconds >= told.seconds.low && seconds <= told.seconds.high) inside.time += 1;
    for (const { low, high } of [told.costMicros, told.seconds]) {
      widest = Math.max(widest, high / low);
    }
  }
  return {
    batches,
    cost_within: rounded(inside.cost / batches),
    time_within: rounded(inside.time / batches),
    widest_high_to_low: rounded(widest),
  };
}
