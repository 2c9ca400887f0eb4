import { and, count, eq, inArray, ne, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import { authorise, inTransaction, type Context } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { checkFilter } from "./check-filter.ts";
import {
  conditionsByAxis,
  type FilterCondition,
  filterConditions,
  liveRows,
} from "./filter-sql.ts";
import { requireProject } from "./require-project.ts";
import { conversationFilterSchema, type Facets } from "./schema.ts";
import { badgeOf, type GenerationState, type ReviewState } from "./states.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversationLabels, conversations } from "#/platform/db/tables/conversations.ts";

export const facetsInput = z.object({
  projectId: z.uuid(),
  filter: conversationFilterSchema.default({}),
});

/** Axes that stand in columns of `conversations`; all others but these and the uncounted are labels. */
const columnAxes = ["status", "origin", "practice", "tier"] as const;
type ColumnAxis = (typeof columnAxes)[number];
const uncounted = ["search", "document", "template"];

type Counts = Facets["counts"];

/**
 * How many rows each value would show: per dimension key and for "status", "origin" and "practice"
 * ("true" / "false"), under all filters but the one on that axis. Values without a row are left out.
 * `total` is the number of rows under the whole filter.
 */
export async function getFacets({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof facetsInput>;
}): Promise<Facets> {
  authorise(ctx, "read");
  const { projectId, filter } = parseInput(facetsInput, input);
  return inTransaction(ctx, async (tx, ctx) => {
    await requireProject(tx, ctx, projectId);
    await checkFilter(tx, projectId, filter);
    const axes = conditionsByAxis(projectId, filter);
    const columns = await countColumns(tx, and(...filterConditions(projectId, filter)));
    const counts: Counts = {
      ...columns.counts,
      ...(await countLabels(tx, projectId, axes)),
    };
    for (const { axis } of axes) {
      if (uncounted.includes(axis)) continue;
      const others = axes.filter((other) => other.axis !== axis);
      counts[axis] = isColumnAxis(axis)
        ? (await countColumns(tx, where(projectId, others))).counts[axis]
        : await countValues(tx, projectId, others, axis);
    }
    return { total: columns.total, counts };
  });
}

function isColumnAxis(axis: string): axis is ColumnAxis {
  return columnAxes.some((known) => known === axis);
}

function where(projectId: string, axes: readonly FilterCondition[]): SQL | undefined {
  return and(...liveRows(projectId), ...axes.map(({ condition }) => condition));
}

/** One grouped query over the few states that a row can be in. */
async function countColumns(
  tx: Transaction,
  condition: SQL | undefined,
): Promise<{ total: number; counts: Record<ColumnAxis, Record<string, number>> }> {
  const { generationState, reviewState, origin, isPractice, tier } = conversations;
  const groups = await tx
    .select({ generationState, reviewState, origin, isPractice, tier, rows: count() })
    .from(conversations)
    .where(condition)
    .groupBy(generationState, reviewState, origin, isPractice, tier);
  const counts: Record<ColumnAxis, Record<string, number>> = {
    status: {},
    origin: {},
    practice: {},
    tier: {},
  };
  let total = 0;
  for (const group of groups) {
    const values = {
      status: badgeOf(group.generationState as GenerationState, group.reviewState as ReviewState),
      origin: group.origin,
      practice: String(group.isPractice),
      tier: group.tier,
    };
    for (const axis of columnAxes) {
      counts[axis][values[axis]] = (counts[axis][values[axis]] ?? 0) + group.rows;
    }
    total += group.rows;
  }
  return { total, counts };
}

/** All dimensions but the tier, which is a column. `axes`: the conditions that hold. */
async function countLabels(
  tx: Transaction,
  projectId: string,
  axes: readonly FilterCondition[],
): Promise<Counts> {
  if (axes.length === 0) {
    // The narrow table holds the labels of live rows only: its key alone answers this.
    const { dimension, value } = conversationLabels;
    const groups = await tx
      .select({ dimension, value, rows: count() })
      .from(conversationLabels)
      .where(and(eq(conversationLabels.projectId, projectId), ne(dimension, "tier")))
      .groupBy(dimension, value);
    return toCounts(groups);
  }
  const result = await tx.execute<{ dimension: string; value: string; rows: number }>(sql`
    select label.key as dimension, label.value, count(*)::int as rows
    from ${conversations} cross join lateral jsonb_each_text(${conversations.labels}) as label
    where ${where(projectId, axes)} and label.key <> 'tier' group by label.key, label.value`);
  return toCounts(result.rows);
}

async function countValues(
  tx: Transaction,
  projectId: string,
  axes: readonly FilterCondition[],
  dimension: string,
): Promise<Record<string, number>> {
  const labels = conversationLabels;
  const isCounted = and(eq(labels.projectId, projectId), eq(labels.dimension, dimension));
  const ids = tx.select({ id: conversations.id }).from(conversations).where(where(projectId, axes));
  const groups = await tx
    .select({ dimension: labels.dimension, value: labels.value, rows: count() })
    .from(labels)
    .where(axes.length === 0 ? isCounted : and(isCounted, inArray(labels.conversationId, ids)))
    .groupBy(labels.dimension, labels.value);
  return toCounts(groups)[dimension] ?? {};
}

function toCounts(groups: readonly { dimension: string; value: string; rows: number }[]): Counts {
  const counts: Counts = {};
  for (const group of groups) {
    const values = (counts[group.dimension] ??= {});
    values[group.value] = group.rows;
  }
  return counts;
}
