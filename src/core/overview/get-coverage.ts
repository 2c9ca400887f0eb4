import type { z } from "zod";
import { findGaps } from "./coverage-gaps.ts";
import { type Coverage, coverageInput } from "./coverage-schema.ts";
import { type Axis, readAxis, readPairs } from "./read-coverage.ts";
import { wantedCells } from "./wanted-cells.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { usualCounts } from "../planning/schema.ts";
import { getProject } from "../projects/get-project.ts";
import type { Setup } from "../projects/schema.ts";
import { sum } from "#/lib/sum.ts";

const MOST_GAPS = 50;

/**
 * How many planned rows stand, are written and are approved for each pair of values of two dimensions,
 * how many there should be by the weights, and the gaps in words.
 * @throws invalid_input for a dimension that the project doesn't have, not_found
 */
export async function getCoverage({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof coverageInput>;
}): Promise<Coverage> {
  authorise(ctx, "read");
  const { projectId, rowDimension, columnDimension } = parseInput(coverageInput, input);
  return inTransaction(ctx, async (tx, ctx) => {
    const project = await getProject({ ctx, input: { projectId } });
    const pairs = await readPairs(tx, projectId, rowDimension, columnDimension);
    const planned = sum(pairs.map((pair) => pair.planned));
    const targets = project.setup.counts ?? usualCounts;
    const readSide = async (
      field: "rowDimension" | "columnDimension",
      side: "row" | "column",
    ): Promise<Axis> => {
      const dimension = field === "rowDimension" ? rowDimension : columnDimension;
      const carried = pairs.map((pair) => pair[side]);
      const axis = await readAxis(tx, projectId, { field, dimension, carried });
      return dimension === "tier" ? weighTiers(axis, targets) : axis;
    };
    const rows = await readSide("rowDimension", "row");
    const columns = await readSide("columnDimension", "column");
    const target = Math.max(sum(Object.values(targets)), planned);
    const found = new Map(pairs.map((pair) => [JSON.stringify([pair.row, pair.column]), pair]));
    const counted = rows.values.map((row) =>
      columns.values.map((column) => {
        const pair = found.get(JSON.stringify([row.key, column.key]));
        const { planned = 0, generated = 0, approved = 0 } = pair ?? {};
        return { planned, generated, approved };
      }),
    );
    const wanted = wantedOf({ rows, columns }, target, counted);
    const cells = counted.map((line, row) =>
      line.map((cell, column) => ({ ...cell, wanted: wanted?.[row]?.[column] ?? null })),
    );
    const side = ({ values }: Axis) =>
      values.map(({ key, label, retired }) => ({ key, label, retired }));
    const shown = { rows: side(rows), columns: side(columns), cells };
    const gaps = findGaps(shown, {
      row: rows.dimension,
      column: columns.dimension,
      language: project.language,
    });
    return {
      rowDimension,
      columnDimension,
      target,
      planned,
      ...shown,
      gaps: gaps.slice(0, MOST_GAPS),
      gapCount: gaps.length,
    };
  });
}

/** Tiers are counted out for a project, not weighed. */
function weighTiers(axis: Axis, targets: NonNullable<Setup["counts"]>): Axis {
  const weights: Record<string, number> = targets;
  return {
    ...axis,
    values: axis.values.map((value) => ({ ...value, weight: weights[value.key] ?? 0 })),
  };
}

/** Undefined where plans don't choose one of the two values. */
function wantedOf(
  { rows, columns }: { rows: Axis; columns: Axis },
  target: number,
  counted: readonly (readonly { planned: number }[])[],
): number[][] | undefined {
  const keys = [rows.dimension.key, columns.dimension.key];
  if (keys.includes("content_category")) return undefined;
  const planned = counted.map((line) => line.map((cell) => cell.planned));
  if (keys[0] !== keys[1]) {
    return wantedCells({ rows: rows.values, columns: columns.values }, target, planned);
  }
  // A dimension against itself: each value meets only itself.
  const only = [{ key: "all", weight: 1 }];
  const sums = planned.map((line) => [sum(line)]);
  const wanted = wantedCells({ rows: rows.values, columns: only }, target, sums);
  return wanted.map((line, row) =>
    columns.values.map((_, column) => (row === column ? (line[0] ?? 0) : 0)),
  );
}
