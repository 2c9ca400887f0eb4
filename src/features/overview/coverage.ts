import type { ConversationFilter } from "#/core/conversations/schema.ts";
import type { Coverage } from "#/core/overview/coverage-schema.ts";
import { formatCount } from "#/lib/format.ts";

export type Cell = Coverage["cells"][number][number];

/** One pair of values, with what is needed to show, filter and plan it. */
export interface PlacedCell {
  cell: Cell;
  /** Dimension -> value. */
  labels: Record<string, string>;
  /** "Recent Retiree, Anxiety". */
  name: string;
  /** Plans can add to it: neither value is retired, and plans choose both. */
  canPlan: boolean;
}

/** The cell of these two values, found by their keys or places. */
export function placeCell(coverage: Coverage, row: number, column: number): PlacedCell | undefined {
  const { rows, columns, cells, rowDimension, columnDimension } = coverage;
  const [one, other, cell] = [rows[row], columns[column], cells[row]?.[column]];
  if (!one || !other || !cell) return undefined;
  return {
    cell,
    labels: { [rowDimension]: one.key, [columnDimension]: other.key },
    name: `${one.label}, ${other.label}`,
    canPlan:
      cell.wanted !== null && !one.retired && !other.retired && rowDimension !== columnDimension,
  };
}

/** The planned conversations that carry both values. */
export function filterOf({ labels }: PlacedCell): ConversationFilter {
  const lists = Object.entries(labels).map(([dimension, value]) => [dimension, [value]]);
  return { origin: ["planned"], labels: Object.fromEntries(lists) };
}

/** Shade of each cell, 0..1 of the fullest one; by what is planned, so that gaps show before anything is written. */
export function heatOf(cell: Cell, most: number): number {
  return most === 0 ? 0 : cell.planned / most;
}

/** The fullest cell's count. */
export function mostPlanned({ cells }: Coverage): number {
  return cells.flat().reduce((most, { planned }) => Math.max(most, planned), 0);
}

/** Whether fewer rows are planned than the pair's share. */
export function isGap({ planned, wanted }: Cell): boolean {
  return wanted !== null && planned < wanted;
}

/** What the matrix says, in sentences, for those who read instead of look. */
export function coverageInWords(coverage: Coverage): string {
  const all = coverage.cells.flat();
  if (all.length === 0) return "";
  const filled = all.filter(({ planned }) => planned > 0).length;
  const pairs = `${formatCount(filled)} of ${formatCount(all.length)} pairs have a conversation planned.`;
  const lacking = lackingLabels(coverage);
  if (lacking.length === 0 || filled === 0) return pairs;
  return `${pairs} Nothing is planned for ${lacking.join(", ")}.`;
}

/** Values of either side that no conversation has. */
export function lackingLabels({ rows, columns, cells }: Coverage): string[] {
  const none = (line: readonly (Cell | undefined)[]) => line.every((cell) => !cell?.planned);
  return [
    ...rows.filter((_, index) => none(cells[index] ?? [])),
    ...columns.filter((_, index) => none(cells.map((line) => line[index]))),
  ].map(({ label }) => label);
}

/** A cell read aloud: "2 approved, 4 written, 6 planned of 7 wanted". */
export function cellInWords({ planned, generated, approved, wanted }: Cell): string {
  const wish = wanted === null ? "" : ` of ${formatCount(wanted)} wanted`;
  if (planned === 0) return `none planned${wish}`;
  return `${formatCount(approved)} approved, ${formatCount(generated)} written, ${formatCount(planned)} planned${wish}`;
}

/** The other axis takes the former value when both would be the same. */
export function chooseAxis(
  axes: { rows: string; columns: string },
  side: "rows" | "columns",
  value: string,
): { rows: string; columns: string } {
  const other = side === "rows" ? "columns" : "rows";
  return { ...axes, [side]: value, ...(axes[other] === value ? { [other]: axes[side] } : {}) };
}
