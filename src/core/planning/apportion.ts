import { sum } from "#/lib/sum.ts";

/**
 * Shares `total` out by weight with the largest-remainder method (Hamilton's), so that values of equal
 * weight differ by at most one. Where `total` allows, every value with a weight gets at least one.
 * Values of weight 0 get none, unless all weights are 0: then all count the same.
 */
export function apportion(
  weights: ReadonlyMap<string, number>,
  total: number,
): Map<string, number> {
  const positive = [...weights].filter(([, weight]) => weight > 0);
  const shared: [string, number][] =
    positive.length > 0 ? positive : [...weights.keys()].map((key) => [key, 1]);
  const single = new Set<string>();
  if (total >= shared.length) {
    for (let found = -1; found !== single.size;) {
      found = single.size;
      const rest = shared.filter(([key]) => !single.has(key));
      const unit = (total - single.size) / sum(rest.map(([, weight]) => weight));
      for (const [key, weight] of rest) if (weight * unit < 1) single.add(key);
    }
  }
  const rest = shared.filter(([key]) => !single.has(key));
  const counts = new Map([...weights.keys()].map((key) => [key, single.has(key) ? 1 : 0]));
  for (const [key, count] of largestRemainder(rest, total - single.size)) counts.set(key, count);
  return counts;
}

function largestRemainder(weights: [string, number][], total: number): [string, number][] {
  const unit = total / sum(weights.map(([, weight]) => weight));
  const shares = weights.map(([key, weight]) => {
    // Rounded first: 0.1 + 0.2 must not decide who gets the last one.
    const quota = Number((weight * unit).toFixed(9));
    return { key, count: Math.floor(quota), remainder: quota - Math.floor(quota) };
  });
  const left = total - sum(shares.map(({ count }) => count));
  const byRemainder = [...shares].sort((one, other) => other.remainder - one.remainder);
  for (const share of byRemainder.slice(0, left)) share.count += 1;
  return shares.map(({ key, count }) => [key, count]);
}

/**
 * What the `count` rows that are still free must take, so that all rows together come as near to the
 * targets as those already settled allow. A value that nobody has yet keeps its place longest.
 */
export function shareOutRest(
  targets: ReadonlyMap<string, number>,
  used: ReadonlyMap<string, number>,
  count: number,
): Map<string, number> {
  const wanted = new Map(
    [...targets].map(([key, target]) => [key, Math.max(0, target - (used.get(key) ?? 0))]),
  );
  for (let excess = sum([...wanted.values()]) - count; excess > 0; excess -= 1) {
    let fullest: string | undefined;
    let fullness = -1;
    for (const [key, planned] of wanted) {
      if (planned === 0) continue;
      const together = planned + (used.get(key) ?? 0);
      const ratio = together > 1 ? together / (targets.get(key) ?? 1) : 0;
      if (ratio > fullness) [fullest, fullness] = [key, ratio];
    }
    if (fullest === undefined) break;
    wanted.set(fullest, (wanted.get(fullest) ?? 1) - 1);
  }
  return wanted;
}

/** How often each value occurs; undefined ones are left out. */
export function countValues(values: Iterable<string | undefined>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) {
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}
