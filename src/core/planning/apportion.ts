import { sum } from "#/lib/sum.ts";

/** So that 0.1 + 0.2 doesn't decide who gets the last row. */
const EXACTNESS = 1e-9;

/**
 * Shares `total` out by weight with the largest-remainder method (Hamilton's): every count is within one
 * of its share, and values of equal weight differ by at most one. A value whose share rounds to nothing
 * gets a row from one that was rounded up, as long as there is such a one. Values of weight 0 get none,
 * unless all weights are 0: then all count the same. Among equals those that stand first win.
 */
export function apportion(
  weights: ReadonlyMap<string, number>,
  total: number,
): Map<string, number> {
  const positive = [...weights].filter(([, weight]) => weight > 0);
  const shared: [string, number][] =
    positive.length > 0 ? positive : [...weights.keys()].map((key) => [key, 1]);
  const unit = total / sum(shared.map(([, weight]) => weight));
  const shares = shared.map(([key, weight]) => {
    const quota = Number((weight * unit).toFixed(9));
    return { key, quota, count: Math.floor(quota), gave: false };
  });
  const left = total - sum(shares.map(({ count }) => count));
  const byRemainder = [...shares].sort(
    (one, other) => other.quota - other.count - (one.quota - one.count),
  );
  for (const share of byRemainder.slice(0, left)) share.count += 1;
  giveToEmpty(shares);
  const counts = new Map([...weights.keys()].map((key) => [key, 0]));
  for (const { key, count } of shares) counts.set(key, count);
  return counts;
}

interface Share {
  key: string;
  quota: number;
  count: number;
  gave: boolean;
}

/** The largest share without a row first; whoever is furthest above its share gives one, once. */
function giveToEmpty(shares: Share[]): void {
  const empty = shares
    .filter(({ count, quota }) => count === 0 && quota > 0)
    .sort((one, other) => other.quota - one.quota);
  for (const receiver of empty) {
    let giver: Share | undefined;
    for (const share of shares) {
      if (share.gave || share.count < 2 || share.count < share.quota - EXACTNESS) continue;
      if (!giver || share.count - share.quota > giver.count - giver.quota) giver = share;
    }
    if (!giver) return;
    giver.count -= 1;
    giver.gave = true;
    receiver.count = 1;
  }
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
