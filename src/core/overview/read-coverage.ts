import { and, asc, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { liveRows } from "../conversations/filter-sql.ts";
import { invalidField } from "../errors.ts";
import { builtInDimensions } from "../taxonomy/schema.ts";
import type { Overview } from "./schema.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversationLabels, conversations } from "#/platform/db/tables/conversations.ts";
import { taxonomyDimensions, taxonomyValues } from "#/platform/db/tables/sources.ts";

type Coverage = Overview["coverage"];

/**
 * How many planned rows (seeds apart) stand, are generated and are approved for each pair of values of
 * two dimensions. Values come in the taxonomy's order; a retired one only where rows still carry it.
 * Throws invalid_input for an unknown dimension, naming the known ones.
 */
export async function readCoverage(
  tx: Transaction,
  projectId: string,
  rowDimension: string,
  columnDimension: string,
): Promise<Coverage> {
  const rowLabels = alias(conversationLabels, "row_labels");
  const columnLabels = alias(conversationLabels, "column_labels");
  const { id, generationState, reviewState } = conversations;
  const ofRow = (labels: typeof rowLabels | typeof columnLabels, dimension: string) =>
    and(
      eq(labels.projectId, projectId),
      eq(labels.dimension, dimension),
      eq(labels.conversationId, id),
    );
  const groups = await tx
    .select({
      row: rowLabels.value,
      column: columnLabels.value,
      planned: sql<number>`count(*)::int`,
      generated: sql<number>`(count(*) filter (where ${generationState} = 'generated'))::int`,
      approved: sql<number>`(count(*) filter (where ${generationState} = 'generated' and ${reviewState} = 'approved'))::int`,
    })
    .from(conversations)
    .innerJoin(rowLabels, ofRow(rowLabels, rowDimension))
    .innerJoin(columnLabels, ofRow(columnLabels, columnDimension))
    .where(and(...liveRows(projectId), eq(conversations.origin, "planned")))
    .groupBy(rowLabels.value, columnLabels.value);

  const rows = await readAxis(tx, projectId, "rowDimension", rowDimension, groups, "row");
  const columns = await readAxis(
    tx,
    projectId,
    "columnDimension",
    columnDimension,
    groups,
    "column",
  );
  const found = new Map(groups.map((group) => [JSON.stringify([group.row, group.column]), group]));
  const cells = rows.map((row) =>
    columns.map((column) => {
      const group = found.get(JSON.stringify([row.key, column.key]));
      return {
        planned: group?.planned ?? 0,
        generated: group?.generated ?? 0,
        approved: group?.approved ?? 0,
      };
    }),
  );
  return { rowDimension, columnDimension, rows, columns, cells };
}

/** The values of one side: those in use now, then what rows carry beyond them. */
async function readAxis(
  tx: Transaction,
  projectId: string,
  field: "rowDimension" | "columnDimension",
  dimension: string,
  groups: readonly { row: string; column: string }[],
  side: "row" | "column",
): Promise<Coverage["rows"]> {
  await refuseUnknown(tx, projectId, field, dimension);
  const values = await tx
    .select({
      key: taxonomyValues.key,
      label: taxonomyValues.label,
      retiredAt: taxonomyValues.retiredAt,
    })
    .from(taxonomyValues)
    .where(and(eq(taxonomyValues.projectId, projectId), eq(taxonomyValues.dimension, dimension)))
    .orderBy(asc(taxonomyValues.position), asc(taxonomyValues.key));
  const offered = values.filter(({ retiredAt }) => retiredAt === null);
  const listed = new Set(offered.map(({ key }) => key));
  const labels = new Map(values.map(({ key, label }) => [key, label]));
  const carried = [...new Set(groups.map((group) => group[side]))].filter(
    (key) => !listed.has(key),
  );
  return [
    ...offered.map(({ key, label }) => ({ key, label })),
    ...carried.sort().map((key) => ({ key, label: labels.get(key) ?? key })),
  ];
}

/** The built-in dimensions may be asked for even where the taxonomy is still empty. */
async function refuseUnknown(
  tx: Transaction,
  projectId: string,
  field: string,
  dimension: string,
): Promise<void> {
  const stored = await tx
    .select({ key: taxonomyDimensions.key })
    .from(taxonomyDimensions)
    .where(eq(taxonomyDimensions.projectId, projectId))
    .orderBy(asc(taxonomyDimensions.position), asc(taxonomyDimensions.key));
  const known = [...new Set([...stored.map(({ key }) => key), ...builtInDimensions])];
  if (known.includes(dimension)) return;
  throw invalidField(
    field,
    `This project has no dimension "${dimension}". The allowed ones are: ${known.join(", ")}. Choose one of them.`,
  );
}
