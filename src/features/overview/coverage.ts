import type { Overview } from "#/core/overview/schema.ts";
import { formatCount } from "#/lib/format.ts";

export type Coverage = Overview["coverage"];
export type Cell = Coverage["cells"][number][number];

/** Shade of each cell, 0..1 of the fullest one; by what is planned, so that gaps show before anything is written. */
export function heatOf(cell: Cell, most: number): number {
  return most === 0 ? 0 : cell.planned / most;
}

/** The fullest cell's count. */
export function mostPlanned({ cells }: Coverage): number {
  return Math.max(0, ...cells.flat().map(({ planned }) => planned));
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

/** A cell read aloud: "2 approved, 4 written, 6 planned". */
export function cellInWords({ planned, generated, approved }: Cell): string {
  if (planned === 0) return "none";
  return `${formatCount(approved)} approved, ${formatCount(generated)} written, ${formatCount(planned)} planned`;
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
