import type { Labels } from "../taxonomy/schema.ts";

/**
 * Chooses the rows that differ most: first the one that differs most from all others together, then
 * always the one whose nearest chosen one is furthest away (farthest-first traversal, Gonzalez 1985: the
 * least distance is at least half of the best possible). The distance is the share of dimensions in which
 * two rows differ. Deterministic: among equals the row that stands first wins.
 */
export function choosePilot<T extends { labels: Labels }>(rows: readonly T[], count: number): T[] {
  const first = mostUnusual(rows);
  if (first === undefined || count < 1) return [];
  const chosen = [first];
  const nearest = rows.map((row) => distanceOf(row.labels, first.labels));
  while (chosen.length < Math.min(count, rows.length)) {
    let best = -1;
    rows.forEach((row, place) => {
      if (chosen.includes(row)) return;
      if (best < 0 || (nearest[place] ?? 0) > (nearest[best] ?? 0)) best = place;
    });
    const next = rows[best];
    if (!next) break;
    chosen.push(next);
    rows.forEach((row, place) => {
      nearest[place] = Math.min(nearest[place] ?? 0, distanceOf(row.labels, next.labels));
    });
  }
  return chosen;
}

/** 0 (the same labels) to 1 (nothing in common). A label that only one has is a difference. */
export function distanceOf(one: Labels, other: Labels): number {
  const dimensions = new Set([...Object.keys(one), ...Object.keys(other)]);
  if (dimensions.size === 0) return 0;
  let different = 0;
  for (const dimension of dimensions) if (one[dimension] !== other[dimension]) different += 1;
  return different / dimensions.size;
}

/** The row whose labels are rarest: how often each occurs says how far the others are, without comparing all pairs. */
function mostUnusual<T extends { labels: Labels }>(rows: readonly T[]): T | undefined {
  const uses = new Map<string, number>();
  const keysOf = ({ labels }: T) => Object.entries(labels).map((pair) => pair.join("\n"));
  for (const row of rows) for (const key of keysOf(row)) uses.set(key, (uses.get(key) ?? 0) + 1);
  let best: T | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const keys = keysOf(row);
    const usual =
      keys.reduce((sum, key) => sum + (uses.get(key) ?? 0), 0) / Math.max(1, keys.length);
    if (usual < least) [best, least] = [row, usual];
  }
  return best;
}
