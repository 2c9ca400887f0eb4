import { PairTable, type StandingPairs } from "./pair-table.ts";
import type { Random } from "#/lib/random.ts";
import { sum } from "#/lib/sum.ts";

export interface SpreadInput {
  /** For each row, the value of the dimension with which this one is paired. */
  groups: readonly string[];
  /** How often each value is to be given; together as many as there are rows. */
  counts: ReadonlyMap<string, number>;
  /** For each row the values that suit it; undefined: any does. */
  suits?: readonly (ReadonlySet<string> | undefined)[];
  /** Pairs of the rows that stand already: the new ones even them out. */
  standing?: StandingPairs | undefined;
  random: Random;
}

/** What a value that doesn't suit costs, in units of one uneven pair. */
const MISFIT_COST = 3;
/** Up to this many rows all are tried as partners; of more a sample, so that 10,000 take a second. */
const FEW_ROWS = 320;
const SAMPLED_PARTNERS = 80;
const ROUNDS = 5;
const nothing: StandingPairs = new Map();

/**
 * Gives each row one value: the counts are kept exactly, the pairs (group, value) come out as even as the
 * counts allow, and rows that a value doesn't suit swap with others where that leaves the pairs about even.
 * @returns the value of each row.
 */
export function spreadValues({ groups, counts, suits, standing, random }: SpreadInput): string[] {
  const table = new PairTable(groups, counts, standing ?? nothing);
  const indexOfGroup = new Map(table.groups.map((group, index) => [group, index]));
  const rows: Rows = {
    table,
    groups: Int32Array.from(groups, (group) => indexOfGroup.get(group) ?? 0),
    values: new Int32Array(groups.length),
    suits: masksOf(suits ?? [], table.values),
  };
  const hasStanding = standing !== undefined && standing.size > 0;
  if (hasStanding) dealWhereLacking(rows, counts, random);
  else dealEvenly(rows, counts, random);
  // Among thousands of rows one uneven pair no longer shows; suiting values still do.
  if (hasStanding || suits?.some(Boolean) || groups.length <= FEW_ROWS)
    improveBySwaps(rows, random);
  return Array.from(rows.values, (value) => table.values[value] ?? "");
}

/** Rows with their group and value as indexes of the table. */
interface Rows {
  table: PairTable;
  groups: Int32Array;
  values: Int32Array;
  /** For each row 1 at the values that suit it; undefined: any does. */
  suits: readonly (Uint8Array | undefined)[];
}

/** Rows of one storyline share their set, so that thousands of rows need a few dozen masks. */
function masksOf(
  suits: readonly (ReadonlySet<string> | undefined)[],
  values: readonly string[],
): (Uint8Array | undefined)[] {
  const masks = new Map<ReadonlySet<string>, Uint8Array>();
  return suits.map((set) => {
    if (!set) return undefined;
    const mask = masks.get(set) ?? Uint8Array.from(values, (value) => (set.has(value) ? 1 : 0));
    masks.set(set, mask);
    return mask;
  });
}

/**
 * Any window of the sequence holds each value in its proportion; each group takes a window of its size.
 * Values with equal shares keep one order throughout, so that their windows differ by at most one.
 */
function dealEvenly(
  { table, groups, values }: Rows,
  counts: ReadonlyMap<string, number>,
  random: Random,
): void {
  const sequence = random
    .shuffle(table.values.map((value, index) => ({ index, count: counts.get(value) ?? 0 })))
    .flatMap(({ index, count }, order) =>
      Array.from({ length: count }, (_, copy) => ({
        index,
        order,
        place: (copy + 0.5) / meanOfPeers(counts, count),
      })),
    )
    .sort((one, other) => one.place - other.place || one.order - other.order);
  const rowsByGroup = Map.groupBy(groups.keys(), (row) => groups[row] ?? 0);
  let next = 0;
  for (const group of random.shuffle([...rowsByGroup.keys()])) {
    for (const row of random.shuffle(rowsByGroup.get(group) ?? [])) {
      values[row] = sequence[next]?.index ?? 0;
      table.add(group, values[row] ?? 0, 1);
      next += 1;
    }
  }
}

/** Each row in turn takes what its group lacks most, counting the rows that stand, while there is some. */
function dealWhereLacking(
  { table, groups, values }: Rows,
  counts: ReadonlyMap<string, number>,
  random: Random,
): void {
  const left = table.values.map((value) => counts.get(value) ?? 0);
  const order = random.shuffle([...left.keys()]);
  for (const row of random.shuffle([...groups.keys()])) {
    const group = groups[row] ?? 0;
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const value of order) {
      if ((left[value] ?? 0) === 0) continue;
      const cost = table.costOfStep(group, value, 1);
      if (cost < least) [best, least] = [value, cost];
    }
    if (best < 0) return;
    left[best] = (left[best] ?? 1) - 1;
    values[row] = best;
    table.add(group, best, 1);
  }
}

/** Counts that differ by one come from equal weights: 7 and 8 are spaced as 7.5, so they stay in step. */
function meanOfPeers(counts: ReadonlyMap<string, number>, count: number): number {
  const peers = [...counts.values()].filter((other) => Math.abs(other - count) <= 1);
  return Math.max(0.5, sum(peers) / peers.length);
}

function improveBySwaps(rows: Rows, random: Random): void {
  const { table, groups, values } = rows;
  const count = values.length;
  const all = count <= FEW_ROWS;
  for (let round = 0; round < ROUNDS; round += 1) {
    let improved = 0;
    for (const row of random.shuffle([...values.keys()])) {
      const value = values[row] ?? 0;
      const group = groups[row] ?? 0;
      if (!isMisfit(rows, row, value) && !table.isCrowded(group, value)) continue;
      let best = -1e-6;
      let partner = -1;
      for (let step = 0; step < (all ? count : SAMPLED_PARTNERS); step += 1) {
        const other = all ? step : random.integer(0, count - 1);
        const change = changeBySwap(rows, row, other);
        if (change < best) [best, partner] = [change, other];
      }
      if (partner < 0) continue;
      const otherValue = values[partner] ?? 0;
      const otherGroup = groups[partner] ?? 0;
      table.add(group, value, -1);
      table.add(group, otherValue, 1);
      table.add(otherGroup, otherValue, -1);
      table.add(otherGroup, value, 1);
      values[row] = otherValue;
      values[partner] = value;
      improved += 1;
    }
    if (improved === 0) return;
  }
}

function isMisfit({ suits }: Rows, row: number, value: number): 0 | 1 {
  return suits[row]?.[value] === 0 ? 1 : 0;
}

/** What the swap of two rows' values would cost; nothing gained where a pair is full already. */
function changeBySwap(rows: Rows, row: number, other: number): number {
  const { table, groups, values } = rows;
  const value = values[row] ?? 0;
  const otherValue = values[other] ?? 0;
  if (otherValue === value) return 0;
  const misfits =
    isMisfit(rows, row, otherValue) +
    isMisfit(rows, other, value) -
    isMisfit(rows, row, value) -
    isMisfit(rows, other, otherValue);
  const group = groups[row] ?? 0;
  const otherGroup = groups[other] ?? 0;
  if (group === otherGroup) return MISFIT_COST * misfits;
  if (table.isFull(group, otherValue) || table.isFull(otherGroup, value)) return 0;
  return (
    MISFIT_COST * misfits +
    table.costOfStep(group, value, -1) +
    table.costOfStep(group, otherValue, 1) +
    table.costOfStep(otherGroup, otherValue, -1) +
    table.costOfStep(otherGroup, value, 1)
  );
}
