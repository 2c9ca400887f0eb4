import { and, eq, sql, type AnyColumn, type SQL } from "drizzle-orm";
import { tiers } from "../taxonomy/schema.ts";
import { badgePlaceSql } from "./badge-sql.ts";
import type { ConversationSort } from "./schema.ts";
import { conversationLabels, conversations } from "#/platform/db/tables/conversations.ts";
import { taxonomyValues } from "#/platform/db/tables/sources.ts";

const labelSorts = ["persona", "emotion", "topic"] as const;

/** The dimension whose names a sort goes by; undefined where it goes by something else. */
export function sortedDimension({ key }: ConversationSort): string | undefined {
  if (key.startsWith("label.")) return key.slice("label.".length);
  return labelSorts.find((one) => one === key);
}

/** The conversations in table order: what comes after FROM and, in `order`, after ORDER BY. */
export function sortedRows(projectId: string, sort: ConversationSort): { from: SQL; order: SQL } {
  const order = sql.join(orderBy(sort), sql`, `);
  const dimension = sortedDimension(sort);
  if (!dimension) return { from: sql`${conversations}`, order };
  const isLabel = and(
    eq(conversationLabels.projectId, projectId),
    eq(conversationLabels.dimension, dimension),
    eq(conversationLabels.conversationId, conversations.id),
  );
  const isNamed = and(
    eq(taxonomyValues.projectId, projectId),
    eq(taxonomyValues.dimension, dimension),
    eq(taxonomyValues.key, conversationLabels.value),
  );
  const from = sql`${conversations} left join ${conversationLabels} on ${isLabel}
    left join ${taxonomyValues} on ${isNamed}`;
  return { from, order };
}

/**
 * ORDER BY of the table: the chosen key, rows without a value last in both directions, then position
 * and id, so that equal rows keep their places.
 */
function orderBy(sort: ConversationSort): SQL[] {
  const direction = sort.direction === "desc" ? sql`desc` : sql`asc`;
  const { position, id } = conversations;
  if (sort.key === "position") return [sql`${position} ${direction}`, sql`${id} asc`];
  const { keys, mayBeNull } = keyOf(sort);
  // Where nothing can be null, saying nothing of nulls lets an index serve both directions.
  const nulls = mayBeNull ? sql`nulls last` : sql``;
  const ordered = keys.map((key) => sql`${key} ${direction} ${nulls}`);
  return [...ordered, sql`${position} asc`, sql`${id} asc`];
}

function keyOf(sort: ConversationSort): { keys: (SQL | AnyColumn)[]; mayBeNull: boolean } {
  if (sortedDimension(sort) !== undefined) {
    const name = sql`lower(coalesce(${taxonomyValues.label}, ${conversationLabels.value}))`;
    return { keys: [name], mayBeNull: true };
  }
  switch (sort.key) {
    case "reference":
      return { keys: referenceKeys(), mayBeNull: false };
    case "title":
      return { keys: [sql`lower(${conversations.title})`], mayBeNull: false };
    case "tier":
      return {
        keys: [sql`array_position(${sql.param([...tiers])}::text[], ${conversations.tier})`],
        mayBeNull: false,
      };
    case "status":
      return { keys: [badgePlaceSql()], mayBeNull: false };
    case "score":
      return { keys: [conversations.score], mayBeNull: true };
    case "messageCount":
      return { keys: [conversations.messageCount], mayBeNull: true };
    default:
      return { keys: [conversations.updatedAt], mayBeNull: false };
  }
}

/** T-999 before T-1000: by the letters, then by length, then by the digits, which are zero-padded. */
function referenceKeys(): SQL[] {
  const { reference } = conversations;
  return [
    sql`rtrim(${reference}, '0123456789') collate "C"`,
    sql`length(${reference})`,
    sql`${reference} collate "C"`,
  ];
}
