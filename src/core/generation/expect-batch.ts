import { type CallLoad, lowerBound, type MinuteLimits, replayMakespan } from "./makespan.ts";
import type { Binding, Estimate } from "./schema.ts";
import { createRandom, type Random } from "#/lib/random.ts";

type Range = Estimate["costMicros"];

/** What one conversation took, all its calls together, whether it ended well or not. */
export interface ConversationLoad extends CallLoad {
  costMicros: number;
}

/** Where a batch is expected to end: money in millionths of a US dollar, time in seconds. */
export interface Expectation {
  costMicros: Range;
  seconds: Range;
  binding: Binding;
}

/** Conversations drawn in all, shared among the trials. */
const DRAWS = 40_000;
const TRIALS = { least: 12, most: 200 };
/** The trials' 4th and 96th percentiles are shown. */
const TAIL = 0.04;
/**
 * What measurements of earlier can't know: a provider that drifts, as spreads (of a logarithm), so that 6 %
 * of the cost and 10 % of the time are two deviations. Each trial draws its own: chances that have nothing to
 * do with each other add up as squares; both ends moved outwards would take them for happening together.
 * The cost of a repaired or failed conversation is in the measured loads already.
 */
const DRIFT = { cost: 0.03, seconds: 0.05 };
/**
 * The engine's time between the calls, which no replay has: 2 to 4 % above a replay of the same latencies
 * in the order of arrival (docs/soak-report.md, Speed).
 */
const BETWEEN_CALLS = 1.03;
/**
 * Spreads (of a logarithm) where nothing was measured: of single conversations, and of the guess itself,
 * which all of them share. How much a writer says in a message hangs on wording and voice; how fast a model
 * writes, beside that, on the vendor's load. A range of two to three times is all that can be said of it.
 */
const UNMEASURED = { single: 0.3, length: 0.2, speed: 0.25 };

/**
 * Plays a batch many times. Each trial takes a resample of what was measured (a bootstrap: few
 * measurements give a wide range), draws so many conversations from it, adds up their cost and replays them
 * under the limits, in the order drawn: how long a call will take nobody knows when it begins, so that the
 * long ones can't be begun first. Pure: the same input gives the same answer.
 * @param loads what conversations took; one alone is a guess, around which values are spread.
 */
export function expectBatch({
  count,
  loads,
  limits,
  concurrency,
}: {
  count: number;
  loads: readonly ConversationLoad[];
  limits: MinuteLimits;
  concurrency: number;
}): Expectation {
  const random = createRandom(`expect-${count}-${loads.length}`);
  const trials = Math.min(TRIALS.most, Math.max(TRIALS.least, Math.round(DRAWS / count)));
  const costs: number[] = [];
  const times: number[] = [];
  const votes = new Map<Binding, number>();
  for (let trial = 0; trial < trials; trial += 1) {
    const draw = loads.length > 1 ? resampled(loads, random) : guessed(loads, random);
    const drawn = Array.from({ length: count }, draw);
    costs.push(drawn.reduce((sum, each) => sum + each.costMicros, 0));
    times.push(BETWEEN_CALLS * replayMakespan(drawn, limits, concurrency, "as given"));
    const { binding } = lowerBound(drawn, limits, concurrency);
    votes.set(binding, (votes.get(binding) ?? 0) + 1);
  }
  const [binding = "concurrency"] = [...votes].toSorted((one, other) => other[1] - one[1])[0] ?? [];
  return {
    costMicros: rangeOf(costs, DRIFT.cost, random),
    seconds: rangeOf(times, DRIFT.seconds, random),
    binding,
  };
}

function resampled(loads: readonly ConversationLoad[], random: Random): () => ConversationLoad {
  const sample = Array.from({ length: loads.length }, () => random.pick(loads));
  return () => random.pick(sample);
}

function guessed(loads: readonly ConversationLoad[], random: Random): () => ConversationLoad {
  const [guess = nothing] = loads;
  const length = spread(random, UNMEASURED.length);
  const speed = spread(random, UNMEASURED.speed);
  return () => {
    const longer = length * spread(random, UNMEASURED.single);
    return {
      seconds: guess.seconds * longer * speed,
      inputTokens: guess.inputTokens,
      outputTokens: guess.outputTokens * longer,
      costMicros: guess.costMicros * longer,
    };
  };
}

const nothing: ConversationLoad = { seconds: 0, inputTokens: 0, outputTokens: 0, costMicros: 0 };

/** A log-normal factor whose mean is 1. */
function spread(random: Random, deviation: number): number {
  const normal =
    Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return Math.exp(deviation * normal - deviation ** 2 / 2);
}

function rangeOf(values: readonly number[], drift: number, random: Random): Range {
  const drifted = values.map((value) => value * spread(random, drift));
  const sorted = drifted.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const expected = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return {
    low: Math.min(expected, at(TAIL)),
    expected,
    high: Math.max(expected, at(1 - TAIL)),
  };
}
