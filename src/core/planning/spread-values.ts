import type { Random } from "#/lib/random.ts";
import { sum } from "#/lib/sum.ts";

export interface SpreadInput {
  /** For each row, the value of the dimension with which this one is paired. */
  groups: readonly string[];
  /** How often each value is to be given; together as many as there are rows. */
  counts: ReadonlyMap<string, number>;
  /** For each row the values that suit it; undefined: any does. */
  suits?: readonly (ReadonlySet<string> | undefined)[];
  random: Random;
}

/** What a value that doesn't suit costs, in units of one uneven pair. */
const MISFIT_COST = 3;
/** Up to this many rows all are tried as partners; of more a sample, so that 10,000 take a second. */
const FEW_ROWS = 320;
const SAMPLED_PARTNERS = 80;
const ROUNDS = 5;

/**
 * Gives each row one value: the counts are kept exactly, the pairs (group, value) come out as even as the
 * counts allow, and rows that a value doesn't suit swap with others where that leaves the pairs about even.
 * @returns the value of each row.
 */
export function spreadValues({ groups, counts, suits, random }: SpreadInput): string[] {
  const values = dealEvenly(groups, counts, random);
  // Among thousands of rows one uneven pair no longer shows; suiting values still do.
  if (suits?.some(Boolean) || groups.length <= FEW_ROWS) {
    improveBySwaps(values, { groups, counts, suits: suits ?? [], random });
  }
  return values;
}

/**
 * Any window of the sequence holds each value in its proportion; each group takes a window of its size.
 * Values with equal shares keep one order throughout, so that their windows differ by at most one.
 */
function dealEvenly(
  groups: readonly string[],
  counts: ReadonlyMap<string, number>,
  random: Random,
): string[] {
  const sequence = random
    .shuffle([...counts])
    .flatMap(([value, count], order) =>
      Array.from({ length: count }, (_, copy) => ({
        value,
        order,
        place: (copy + 0.5) / meanOfPeers(counts, count),
      })),
    )
    .sort((one, other) => one.place - other.place || one.order - other.order);
  const rowsByGroup = Map.groupBy(groups.keys(), (row) => groups[row] ?? "");
  const values = Array.from({ length: groups.length }, () => "");
  let next = 0;
  for (const group of random.shuffle([...rowsByGroup.keys()])) {
    for (const row of random.shuffle(rowsByGroup.get(group) ?? [])) {
      values[row] = sequence[next]?.value ?? "";
      next += 1;
    }
  }
  return values;
}

/** Counts that differ by one come from equal weights: 7 and 8 are spaced as 7.5, so they stay in step. */
function meanOfPeers(counts: ReadonlyMap<string, number>, count: number): number {
  const peers = [...counts.values()].filter((other) => Math.abs(other - count) <= 1);
  return Math.max(0.5, sum(peers) / peers.length);
}

function improveBySwaps(
  values: string[],
  { groups, counts, suits, random }: SpreadInput & { suits: NonNullable<SpreadInput["suits"]> },
): void {
  const table = new PairTable(groups, values, counts);
  const misfits = (row: number, value: string) => (suits[row]?.has(value) === false ? 1 : 0);
  const partnersOf = (row: number) =>
    values.length <= FEW_ROWS
      ? [...values.keys()].filter((other) => other !== row)
      : Array.from({ length: SAMPLED_PARTNERS }, () => random.integer(0, values.length - 1));
  for (let round = 0; round < ROUNDS; round += 1) {
    let improved = 0;
    for (const row of random.shuffle([...values.keys()])) {
      const value = values[row] ?? "";
      const misfit = misfits(row, value);
      if (misfit === 0 && !table.isCrowded(groups[row] ?? "", value)) continue;
      let best = -1e-6;
      let partner = -1;
      for (const other of partnersOf(row)) {
        const otherValue = values[other] ?? "";
        if (otherValue === value) continue;
        const change =
          MISFIT_COST *
            (misfits(row, otherValue) +
              misfits(other, value) -
              misfit -
              misfits(other, otherValue)) +
          table.costOfSwap(groups[row] ?? "", value, groups[other] ?? "", otherValue);
        if (change < best) [best, partner] = [change, other];
      }
      if (partner < 0) continue;
      table.swap(groups[row] ?? "", value, groups[partner] ?? "", values[partner] ?? "");
      [values[row], values[partner]] = [values[partner] ?? "", value];
      improved += 1;
    }
    if (improved === 0) return;
  }
}

/** Counts of the pairs (group, value) beside what they would be if all were even. */
class PairTable {
  private readonly counted = new Map<string, Map<string, number>>();
  private readonly sizes = new Map<string, number>();
  private readonly counts: ReadonlyMap<string, number>;
  private readonly total: number;

  constructor(
    groups: readonly string[],
    values: readonly string[],
    counts: ReadonlyMap<string, number>,
  ) {
    this.counts = counts;
    this.total = groups.length;
    groups.forEach((group, row) => {
      this.sizes.set(group, (this.sizes.get(group) ?? 0) + 1);
      this.add(group, values[row] ?? "", 1);
    });
  }

  isCrowded(group: string, value: string): boolean {
    return this.get(group, value) > this.expected(group, value) + 0.5;
  }

  costOfSwap(group: string, value: string, otherGroup: string, otherValue: string): number {
    if (group === otherGroup) return 0;
    return (
      this.costOfStep(group, value, -1) +
      this.costOfStep(group, otherValue, 1) +
      this.costOfStep(otherGroup, otherValue, -1) +
      this.costOfStep(otherGroup, value, 1)
    );
  }

  swap(group: string, value: string, otherGroup: string, otherValue: string): void {
    this.add(group, value, -1);
    this.add(group, otherValue, 1);
    this.add(otherGroup, otherValue, -1);
    this.add(otherGroup, value, 1);
  }

  private costOfStep(group: string, value: string, step: 1 | -1): number {
    const expected = this.expected(group, value);
    const distance = this.get(group, value) - expected;
    return (2 * step * distance + 1) / Math.sqrt(Math.max(1, expected));
  }

  private expected(group: string, value: string): number {
    return ((this.sizes.get(group) ?? 0) * (this.counts.get(value) ?? 0)) / this.total;
  }

  private get(group: string, value: string): number {
    return this.counted.get(group)?.get(value) ?? 0;
  }

  private add(group: string, value: string, step: number): void {
    const row = this.counted.get(group) ?? new Map<string, number>();
    row.set(value, (row.get(value) ?? 0) + step);
    this.counted.set(group, row);
  }
}
