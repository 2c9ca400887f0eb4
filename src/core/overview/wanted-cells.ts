import { apportion } from "../planning/apportion.ts";
import { sum } from "#/lib/sum.ts";

/** One side of the matrix: a value with its weight; 0 for one that is no longer planned. */
interface Weighed {
  key: string;
  weight: number;
}

/**
 * How many rows each pair of values should have, when `target` rows keep the weights of both dimensions:
 * whole numbers within one of their share that add up to the target. Where rounding leaves a choice, the
 * pair that is planned already counts as the one that was wanted, so that an even plan has no gap.
 * @param planned rows x columns.
 */
export function wantedCells(
  { rows, columns }: { rows: readonly Weighed[]; columns: readonly Weighed[] },
  target: number,
  planned: readonly (readonly number[])[],
): number[][] {
  const total = sum(columns.map(({ weight }) => weight));
  const shares = columns.map(({ weight }) =>
    total > 0 ? weight / total : 1 / Math.max(1, columns.length),
  );
  const ofRows = apportionPlanned(rows, target, planned);
  const behind = columns.map(() => 0);
  return rows.map((row, index) => {
    const ofRow = ofRows.get(row.key) ?? 0;
    const quotas = shares.map((share) => Number((ofRow * share).toFixed(9)));
    const wanted = quotas.map(Math.floor);
    const exceeds = (column: number) =>
      (planned[index]?.[column] ?? 0) > (wanted[column] ?? 0) ? 1 : 0;
    // A column that was rounded down in earlier rows comes first in this one.
    const lead = (column: number) =>
      (behind[column] ?? 0) + (quotas[column] ?? 0) - (wanted[column] ?? 0);
    const order = quotas
      .keys()
      .filter((column) => (quotas[column] ?? 0) > (wanted[column] ?? 0))
      .toArray()
      .sort((one, other) => exceeds(other) - exceeds(one) || lead(other) - lead(one));
    const left = ofRow - sum(wanted);
    for (const column of order.slice(0, left)) wanted[column] = (wanted[column] ?? 0) + 1;
    quotas.forEach((quota, column) => {
      behind[column] = (behind[column] ?? 0) + quota - (wanted[column] ?? 0);
    });
    return wanted;
  });
}

/** Among equal rows those with more planned take the larger share. */
function apportionPlanned(
  rows: readonly Weighed[],
  target: number,
  planned: readonly (readonly number[])[],
): Map<string, number> {
  const ordered = rows
    .map(({ key, weight }, index) => ({ key, weight, planned: sum([...(planned[index] ?? [])]) }))
    .sort((one, other) => other.planned - one.planned);
  return apportion(new Map(ordered.map(({ key, weight }) => [key, weight])), target);
}
