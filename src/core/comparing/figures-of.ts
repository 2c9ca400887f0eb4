import type { Tally } from "./read-tallies.ts";
import type { CountedShare, Difference, Figures, Pair } from "./schema.ts";
import { meanInterval, neededValuesPerSide, welchInterval } from "#/lib/means.ts";
import {
  type Interval,
  neededPerSide,
  newcombeInterval,
  type Share,
  wilsonInterval,
} from "#/lib/proportions.ts";

/** All that is looked at holds together 19 times of 20: what is told apart by chance alone is 1 in 20. */
const CONFIDENCE = 0.95;

/** Shares, means and costs with their intervals: Wilson's for shares, Student's for the mean of the scores. */
export function figuresOf(tally: Tally): Figures {
  const { written, scores, costMicros, seconds } = tally;
  const interval = meanInterval(scores);
  return {
    written,
    validity: shareOf(validityOf(tally)),
    score: {
      count: scores.count,
      mean: scores.count > 0 ? scores.mean : null,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
    },
    approval: shareOf(approvalOf(tally)),
    costMicros,
    costPerApprovedMicros: tally.approved > 0 ? costMicros / tally.approved : null,
    secondsPerConversation: written > 0 ? seconds / written : null,
  };
}

function shareOf(counted: Share): CountedShare {
  const interval = wilsonInterval(counted, CONFIDENCE);
  return {
    ...counted,
    share: counted.of > 0 ? counted.count / counted.of : null,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
  };
}

const approvalOf = ({ approved, decided }: Tally): Share => ({ count: approved, of: decided });
const validityOf = ({ validFirst, answered }: Tally): Share => ({
  count: validFirst,
  of: answered,
});

/**
 * Sides against each other. The more pairs are looked at, the wider each interval, so that all of them hold
 * together at 95 % (C. E. Bonferroni; O. J. Dunn, "Multiple comparisons among means", JASA 56, 1961).
 * @param places pairs of places in the list of tallies.
 */
export function comparePairs(
  tallies: readonly Tally[],
  places: readonly (readonly [number, number])[],
): Pair[] {
  const confidence = 1 - (1 - CONFIDENCE) / Math.max(1, places.length);
  return places.flatMap(([one, other]) => {
    const first = tallies[one];
    const second = tallies[other];
    if (!first || !second) return [];
    const share = (of: (tally: Tally) => Share) => compareShares(of(first), of(second), confidence);
    return [
      {
        one,
        other,
        approval: share(approvalOf),
        validity: share(validityOf),
        score: compareScores(first.scores, second.scores, confidence),
      },
    ];
  });
}

/** Every one of so many against every other. */
export function everyPair(count: number): [number, number][] {
  return Array.from({ length: count }, (_none, one) => one).flatMap((one) =>
    Array.from({ length: count - one - 1 }, (_none, step): [number, number] => [
      one,
      one + step + 1,
    ]),
  );
}

function compareShares(one: Share, other: Share, confidence: number): Difference | null {
  const interval = newcombeInterval(one, other, confidence);
  if (!interval) return null;
  const needed = neededPerSide(one, other, confidence);
  const least = Math.min(one.of, other.of);
  return differenceOf(one.count / one.of - other.count / other.of, interval, needed, least);
}

function compareScores(
  one: Tally["scores"],
  other: Tally["scores"],
  confidence: number,
): Difference | null {
  const interval = welchInterval(one, other, confidence);
  if (!interval) return null;
  const needed = neededValuesPerSide(one, other, confidence);
  return differenceOf(one.mean - other.mean, interval, needed, Math.min(one.count, other.count));
}

function differenceOf(
  difference: number,
  { low, high }: Interval,
  needed: number | null,
  least: number,
): Difference {
  const isChance = low <= 0 && high >= 0;
  const moreNeeded = isChance && needed !== null ? Math.max(1, needed - least) : null;
  return { difference, low, high, isChance, moreNeeded };
}
