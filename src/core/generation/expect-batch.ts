import { type CallLoad, lowerBound, type MinuteLimits, replayMakespan } from "./makespan.ts";
import type { Binding, Estimate } from "./schema.ts";
import type { Target } from "./until-good.ts";
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
  /** Until so many are good: texts that are written for it, at most as many as may be. */
  texts: Range | null;
}

/** Conversations drawn in all, shared among the trials. */
const DRAWS = 40_000;
const TRIALS = { least: 12, most: 200 };
/** Of one trial at most; what is more goes on as these did. Sums of so many hardly differ from each other. */
const MOST_DRAWN = 10_000;
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
/** Share of the texts that turn out good where nothing was measured, in the middle four of five. */
const UNMEASURED_GOOD = { least: 0.6, most: 1 };

/** What is played: so many rows, or until so many of them are good. */
interface Play {
  count: number;
  loads: readonly ConversationLoad[];
  limits: MinuteLimits;
  concurrency: number;
  target?: Target | null;
}

/**
 * Plays a batch many times. Each trial takes a resample of what was measured (a bootstrap: few
 * measurements give a wide range), draws so many conversations from it, adds up their cost and replays them
 * under the limits, in the order drawn: how long a call will take nobody knows when it begins, so that the
 * long ones can't be begun first. With a target it draws until so many are good; the high end is then that of
 * all texts that may be written, as so much can be spent. Pure: the same input gives the same answer.
 * @param loads what conversations took; one alone is a guess, around which values are spread.
 */
export function expectBatch({ count, loads, limits, concurrency, target }: Play): Expectation {
  const random = createRandom(`expect-${count}-${loads.length}`);
  const wanted = target ? { ...target, good: Math.min(target.good, count) } : null;
  const lanes = Math.min(concurrency, wanted?.good ?? Infinity);
  const drawnMost = Math.min(MOST_DRAWN, wanted?.candidates ?? count);
  const trials = Math.min(TRIALS.most, Math.max(TRIALS.least, Math.round(DRAWS / drawnMost)));
  const usual = new Trials(limits, lanes, wanted?.good);
  const most = new Trials(limits, lanes);
  for (let trial = 0; trial < trials; trial += 1) {
    const draw =
      loads.length > 1 ? resampled(loads, random) : guessed(loads, random, wanted !== null);
    if (wanted) {
      usual.play(drawUntil(draw, count, wanted));
      most.play(drawUntil(() => fallingShort(draw()), count, wanted));
    } else {
      const drawn = Array.from({ length: Math.min(MOST_DRAWN, count) }, draw);
      usual.play({ drawn, times: count / drawn.length });
    }
  }
  const { binding } = usual;
  const costMicros = rangeOf(usual.costs, DRIFT.cost, random);
  const seconds = rangeOf(usual.seconds, DRIFT.seconds, random);
  if (!wanted) return { costMicros, seconds, binding, texts: null };
  return {
    costMicros: upTo(costMicros, rangeOf(most.costs, DRIFT.cost, random)),
    seconds: upTo(seconds, rangeOf(most.seconds, DRIFT.seconds, random)),
    binding,
    texts: { ...rangeOf(usual.texts, 0, random), high: wanted.candidates },
  };
}

/** What one trial drew, and how many times as much it stands for. */
interface Drawn {
  drawn: readonly ConversationLoad[];
  times: number;
}

/** What so many trials took. */
class Trials {
  readonly costs: number[] = [];
  readonly seconds: number[] = [];
  readonly texts: number[] = [];
  readonly #votes = new Map<Binding, number>();
  readonly #limits: MinuteLimits;
  readonly #lanes: number;
  readonly #wanted: number | undefined;

  constructor(limits: MinuteLimits, lanes: number, wanted?: number) {
    this.#limits = limits;
    this.#lanes = lanes;
    this.#wanted = wanted;
  }

  play({ drawn, times }: Drawn): void {
    this.costs.push(times * drawn.reduce((sum, each) => sum + each.costMicros, 0));
    const replayed = replayMakespan(drawn, this.#limits, this.#lanes, "as given", this.#wanted);
    this.seconds.push(times * BETWEEN_CALLS * replayed);
    this.texts.push(times * drawn.filter(({ isGood }) => isGood !== null).length);
    const { binding } = lowerBound(drawn, this.#limits, this.#lanes);
    this.#votes.set(binding, (this.#votes.get(binding) ?? 0) + 1);
  }

  /** What bound most of them. */
  get binding(): Binding {
    const [first] = [...this.#votes].toSorted((one, other) => other[1] - one[1]);
    return first?.[0] ?? "concurrency";
  }
}

/** One text after the other, until enough are good, as many as may be are written, or no row is left. */
function drawUntil(
  draw: () => ConversationLoad,
  rows: number,
  { good: wanted, candidates }: Target,
): Drawn {
  const drawn: ConversationLoad[] = [];
  let good = 0;
  let failed = 0;
  for (;;) {
    const written = drawn.length - failed;
    const ends = [wanted / good, candidates / written, rows / (good + failed)];
    const times = Math.min(...ends);
    if (times <= 1) return { drawn, times: 1 };
    if (drawn.length === MOST_DRAWN) return { drawn, times };
    const load = draw();
    drawn.push(load);
    if (load.isGood) good += 1;
    if (load.isGood === null) failed += 1;
  }
}

function fallingShort(load: ConversationLoad): ConversationLoad {
  return load.isGood ? { ...load, isGood: false } : load;
}

function upTo(range: Range, { high }: Range): Range {
  return { ...range, high: Math.max(range.expected, high) };
}

function resampled(loads: readonly ConversationLoad[], random: Random): () => ConversationLoad {
  const sample = Array.from({ length: loads.length }, () => random.pick(loads));
  return () => random.pick(sample);
}

function guessed(
  loads: readonly ConversationLoad[],
  random: Random,
  isJudged: boolean,
): () => ConversationLoad {
  const [guess = nothing] = loads;
  const length = spread(random, UNMEASURED.length);
  const speed = spread(random, UNMEASURED.speed);
  const { least, most } = UNMEASURED_GOOD;
  const share = isJudged ? least + (most - least) * random.next() : 0;
  return () => {
    const longer = length * spread(random, UNMEASURED.single);
    return {
      seconds: guess.seconds * longer * speed,
      inputTokens: guess.inputTokens,
      outputTokens: guess.outputTokens * longer,
      costMicros: guess.costMicros * longer,
      ...(isJudged && { isGood: random.next() < share }),
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
