/** What stands already: group -> value -> rows. */
export type StandingPairs = ReadonlyMap<string, ReadonlyMap<string, number>>;

/**
 * Counts of the pairs (group, value) beside what they would be if all were even. Groups and values go by
 * their index here, because thousands of rows ask thousands of times.
 */
export class PairTable {
  readonly groups: readonly string[];
  readonly values: readonly string[];
  private readonly counted: Int32Array;
  private readonly expected: Float64Array;
  /** What one step away from even costs: less in a pair that many rows share. */
  private readonly unit: Float64Array;
  /** A pair isn't filled above this. */
  private readonly most: Int32Array;

  /** @param counts how often each value is given to the rows of this plan. */
  constructor(
    groupOfRows: readonly string[],
    counts: ReadonlyMap<string, number>,
    standing: StandingPairs,
  ) {
    const sizes = new Map<string, number>();
    for (const group of groupOfRows) sizes.set(group, (sizes.get(group) ?? 0) + 1);
    this.groups = [...sizes.keys()];
    this.values = [...counts.keys()];
    const known = this.standingOf(standing);
    const totals = this.values.map(
      (value, index) => (counts.get(value) ?? 0) + (known.byValue[index] ?? 0),
    );
    const total = groupOfRows.length + known.total;
    const cells = this.groups.length * this.values.length;
    const usual = Math.ceil(total / Math.max(1, cells));
    this.counted = new Int32Array(cells);
    this.expected = new Float64Array(cells);
    this.unit = new Float64Array(cells);
    this.most = new Int32Array(cells);
    this.groups.forEach((group, row) => {
      const size = (sizes.get(group) ?? 0) + (known.byGroup.get(group) ?? 0);
      this.values.forEach((value, column) => {
        const cell = this.cellOf(row, column);
        const even = total === 0 ? 0 : (size * (totals[column] ?? 0)) / total;
        this.expected[cell] = even;
        this.unit[cell] = 1 / Math.sqrt(Math.max(1, even));
        this.most[cell] = Math.max(Math.floor(even), usual) + 1;
        this.counted[cell] = standing.get(group)?.get(value) ?? 0;
      });
    });
  }

  private standingOf(standing: StandingPairs) {
    const byValue = this.values.map(() => 0);
    const byGroup = new Map<string, number>();
    let total = 0;
    for (const [group, pairs] of standing) {
      this.values.forEach((value, index) => {
        const rows = pairs.get(value) ?? 0;
        byValue[index] = (byValue[index] ?? 0) + rows;
        byGroup.set(group, (byGroup.get(group) ?? 0) + rows);
        total += rows;
      });
    }
    return { byValue, byGroup, total };
  }

  private cellOf(group: number, value: number): number {
    return group * this.values.length + value;
  }

  add(group: number, value: number, step: 1 | -1): void {
    const cell = this.cellOf(group, value);
    this.counted[cell] = this.at(this.counted, cell) + step;
  }

  isCrowded(group: number, value: number): boolean {
    const cell = this.cellOf(group, value);
    return this.at(this.counted, cell) > this.at(this.expected, cell) + 0.5;
  }

  /** Whether one more would take the pair further above its even share than rounding explains. */
  isFull(group: number, value: number): boolean {
    const cell = this.cellOf(group, value);
    return this.at(this.counted, cell) >= this.at(this.most, cell);
  }

  /** What one row more (or less) in the pair costs: the change of the squared distance from even. */
  costOfStep(group: number, value: number, step: 1 | -1): number {
    const cell = this.cellOf(group, value);
    const distance = this.at(this.counted, cell) - this.at(this.expected, cell);
    return (2 * step * distance + 1) * this.at(this.unit, cell);
  }

  private at(list: Int32Array | Float64Array, cell: number): number {
    return list[cell] ?? 0;
  }
}
