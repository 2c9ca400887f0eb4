import { and, asc, count, eq, inArray, sql } from "drizzle-orm";
import { bodyOf, withValue } from "./references.ts";
import { storylineKinds, type StorylineKind } from "./edit-schema.ts";
import type { StoredValue } from "./edit-place.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import { documents, storylines } from "#/platform/db/tables/sources.ts";

/** Conversations that carry the value, deleted ones too: they may come back. */
export function carriesLabel(projectId: string, dimension: string, key: string) {
  return and(
    eq(conversations.projectId, projectId),
    sql`${conversations.labels} ->> ${dimension}::text = ${key}::text`,
  );
}

export async function countCarrying(
  tx: Transaction,
  projectId: string,
  dimension: string,
  key: string,
): Promise<number> {
  const [row] = await tx
    .select({ rows: count() })
    .from(conversations)
    .where(carriesLabel(projectId, dimension, key));
  return row?.rows ?? 0;
}

/** The storylines that name the value, each with the body that it would have afterwards. */
export async function storylinesNaming(
  tx: Transaction,
  projectId: string,
  dimension: string,
  from: string,
  into: string,
): Promise<{ id: string; label: string; body: unknown }[]> {
  const rows = await tx
    .select()
    .from(storylines)
    .where(and(eq(storylines.projectId, projectId), inArray(storylines.kind, [...storylineKinds])))
    .orderBy(asc(storylines.kind), asc(storylines.position), asc(storylines.key));
  return rows.flatMap(({ id, label, kind, body }) => {
    const after = withValue(bodyOf(kind as StorylineKind, body), dimension, from, into);
    return after.changed ? [{ id, label, body: after.body }] : [];
  });
}

/** Documents are filed under a content category by its key, or by its name in older imports. */
export function isFiledUnder(projectId: string, value: Pick<StoredValue, "key" | "label">) {
  return and(
    eq(documents.projectId, projectId),
    inArray(documents.category, [value.key, value.label]),
  );
}
