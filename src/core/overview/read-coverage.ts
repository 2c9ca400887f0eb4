import { and, asc, eq, sql } from "drizzle-orm";
import { liveRows } from "../conversations/filter-sql.ts";
import { type ReviewState, standsApproved } from "../conversations/states.ts";
import { invalidField } from "../errors.ts";
import { builtInDimensions, builtInLabels } from "../taxonomy/schema.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import { taxonomyDimensions, taxonomyValues } from "#/platform/db/tables/sources.ts";

/** Planned rows (seeds apart) that carry a pair of values. */
export interface Pair {
  row: string;
  column: string;
  planned: number;
  generated: number;
  approved: number;
}

/**
 * Counts all pairs of two dimensions in one pass over the rows' own labels: at 100,000 rows that is
 * several times quicker than joining the narrow table of labels with itself.
 */
export async function readPairs(
  tx: Transaction,
  projectId: string,
  rowDimension: string,
  columnDimension: string,
): Promise<Pair[]> {
  const { labels, generationState, reviewState } = conversations;
  const groups = await tx
    .select({
      row: sql<string | null>`${labels} ->> ${rowDimension}::text`.as("row_value"),
      column: sql<string | null>`${labels} ->> ${columnDimension}::text`.as("column_value"),
      generationState,
      reviewState,
      count: sql<number>`count(*)::int`,
    })
    .from(conversations)
    .where(and(...liveRows(projectId), eq(conversations.origin, "planned")))
    .groupBy(sql`1`, sql`2`, sql`3`, sql`4`);
  const pairs = new Map<string, Pair>();
  for (const { row, column, count, ...state } of groups) {
    if (row === null || column === null) continue;
    const key = JSON.stringify([row, column]);
    const pair = pairs.get(key) ?? { row, column, planned: 0, generated: 0, approved: 0 };
    pair.planned += count;
    const isApproved = standsApproved(state.reviewState as ReviewState);
    if (state.generationState === "generated" || isApproved) pair.generated += count;
    if (isApproved) pair.approved += count;
    pairs.set(key, pair);
  }
  return [...pairs.values()];
}

/** One side of the matrix. */
export interface Axis {
  dimension: { key: string; label: string };
  values: { key: string; label: string; weight: number; retired: boolean }[];
}

/**
 * The values of one side in the taxonomy's order: those in use now, then what rows carry beyond them.
 * @throws invalid_input for an unknown dimension, naming the known ones.
 */
export async function readAxis(
  tx: Transaction,
  projectId: string,
  { field, dimension, carried }: { field: string; dimension: string; carried: readonly string[] },
): Promise<Axis> {
  const label = await readDimensionLabel(tx, projectId, field, dimension);
  const { key, weight, retiredAt } = taxonomyValues;
  const stored = await tx
    .select({ key, label: taxonomyValues.label, weight, retiredAt })
    .from(taxonomyValues)
    .where(and(eq(taxonomyValues.projectId, projectId), eq(taxonomyValues.dimension, dimension)))
    .orderBy(asc(taxonomyValues.position), asc(key));
  const offered = stored.filter((value) => value.retiredAt === null);
  const listed = new Set(offered.map((value) => value.key));
  const labels = new Map(stored.map((value) => [value.key, value.label]));
  const beyond = [...new Set(carried)].filter((value) => !listed.has(value)).sort();
  return {
    dimension: { key: dimension, label },
    values: [
      ...offered.map((value) => ({
        key: value.key,
        label: value.label,
        weight: Number(value.weight),
        retired: false,
      })),
      ...beyond.map((value) => ({
        key: value,
        label: labels.get(value) ?? value,
        weight: 0,
        retired: true,
      })),
    ],
  };
}

/** The built-in dimensions may be asked for even where the taxonomy is still empty. */
async function readDimensionLabel(
  tx: Transaction,
  projectId: string,
  field: string,
  dimension: string,
): Promise<string> {
  const stored = await tx
    .select({ key: taxonomyDimensions.key, label: taxonomyDimensions.label })
    .from(taxonomyDimensions)
    .where(eq(taxonomyDimensions.projectId, projectId))
    .orderBy(asc(taxonomyDimensions.position), asc(taxonomyDimensions.key));
  const found = stored.find(({ key }) => key === dimension);
  if (found) return found.label;
  const builtIn = builtInDimensions.find((key) => key === dimension);
  if (builtIn) return builtInLabels[builtIn];
  const known = [...new Set([...stored.map(({ key }) => key), ...builtInDimensions])];
  throw invalidField(
    field,
    `This project has no dimension "${dimension}". The allowed ones are: ${known.join(", ")}. Choose one of them.`,
  );
}
