import { eq, ilike, inArray, isNull, or, sql, type SQL } from "drizzle-orm";
import { badgeIn } from "./badge-sql.ts";
import type { ConversationFilter } from "./schema.ts";
import { containsPattern } from "#/lib/like-pattern.ts";
import {
  conversationChunks,
  conversationLabels,
  conversations,
  conversationVersions,
} from "#/platform/db/tables/conversations.ts";
import { chunks } from "#/platform/db/tables/sources.ts";

/**
 * The axes of a filter, each with its condition on `conversations`. "status", "origin", "practice",
 * "document", "template", "search", and each dimension by its key.
 */
export interface FilterCondition {
  axis: string;
  condition: SQL;
}

/** The rows of a project that are not deleted: what every list of conversations begins with. */
export function liveRows(projectId: string): SQL[] {
  return [eq(conversations.projectId, projectId), isNull(conversations.deletedAt)];
}

/** Rows with one of these ids: one parameter, however many there are. */
export function hasIdIn(ids: readonly string[]): SQL {
  return sql`${conversations.id} = any(${sql.param([...new Set(ids)])}::uuid[])`;
}

/**
 * The conditions of a filter on the table `conversations`, to be joined with AND. Give them to the
 * WHERE of a query that selects from `conversations` without an alias. Call `checkFilter` first when
 * the filter comes from outside: it refuses names that the project doesn't have.
 */
export function filterConditions(projectId: string, filter: ConversationFilter): SQL[] {
  return [
    ...liveRows(projectId),
    ...conditionsByAxis(projectId, filter).map(({ condition }) => condition),
  ];
}

/** The same without `liveRows`, each condition named by its axis: facets leave out one at a time. */
export function conditionsByAxis(projectId: string, filter: ConversationFilter): FilterCondition[] {
  const found: FilterCondition[] = [];
  const add = (axis: string, condition: SQL | undefined) => {
    if (condition) found.push({ axis, condition });
  };
  if (filter.status?.length) add("status", badgeIn(filter.status));
  if (filter.origin?.length) add("origin", inArray(conversations.origin, filter.origin));
  for (const [dimension, values] of Object.entries(filter.labels ?? {})) {
    if (values.length > 0) add(dimension, hasLabel(projectId, dimension, values));
  }
  if (filter.documentId?.length) add("document", isGroundedBy(filter.documentId));
  if (filter.templateVersionId?.length) add("template", isWrittenBy(filter.templateVersionId));
  if (filter.practice !== undefined) add("practice", eq(conversations.isPractice, filter.practice));
  if (filter.search) {
    const pattern = containsPattern(filter.search);
    add("search", or(ilike(conversations.reference, pattern), ilike(conversations.title, pattern)));
  }
  return found;
}

/** The tier stands in a column of its own; every other label is a row of the narrow table. */
function hasLabel(projectId: string, dimension: string, values: string[]): SQL {
  if (dimension === "tier") return inArray(conversations.tier, values);
  return sql`exists (select 1 from ${conversationLabels}
    where ${eq(conversationLabels.projectId, projectId)} and ${eq(conversationLabels.dimension, dimension)}
      and ${inArray(conversationLabels.value, values)}
      and ${eq(conversationLabels.conversationId, conversations.id)})`;
}

/** Rows whose newest generated text one of these versions of a template wrote. */
function isWrittenBy(templateVersionIds: string[]): SQL {
  return sql`exists (select 1 from ${conversationVersions} as written
    where written.conversation_id = ${conversations.id}
      and written.template_version_id = any(${sql.param([...new Set(templateVersionIds)])}::uuid[])
      and not exists (select 1 from ${conversationVersions} as later
        where later.conversation_id = written.conversation_id and later.number > written.number
          and later.template_version_id is not null))`;
}

function isGroundedBy(documentIds: string[]): SQL {
  return sql`exists (select 1 from ${conversationChunks}
    join ${chunks} on ${eq(chunks.id, conversationChunks.chunkId)}
    where ${eq(conversationChunks.conversationId, conversations.id)}
      and ${inArray(chunks.documentId, documentIds)})`;
}
