import { and, asc, eq, inArray } from "drizzle-orm";
import { BrightError, invalidField, notFound } from "../errors.ts";
import { builtInDimensions, tiers } from "../taxonomy/schema.ts";
import type { ConversationFilter, ConversationSort } from "./schema.ts";
import { sortedDimension } from "./sort-sql.ts";
import { isUuid } from "#/lib/uuid.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversationLabels } from "#/platform/db/tables/conversations.ts";
import {
  documents,
  taxonomyDimensions,
  taxonomyValues,
  templates,
  templateVersions,
} from "#/platform/db/tables/sources.ts";

/**
 * Refuses a filter that names a dimension, value or document which the project doesn't have; the
 * sentence names the allowed ones. A value that rows still carry is allowed, retired or not.
 */
export async function checkFilter(
  tx: Transaction,
  projectId: string,
  filter: ConversationFilter,
): Promise<void> {
  const wanted = Object.entries(filter.labels ?? {}).filter(([, values]) => values.length > 0);
  if (wanted.length > 0) await checkLabels(tx, projectId, wanted);
  if (filter.documentId?.length) await checkDocuments(tx, projectId, filter.documentId);
  if (filter.templateVersionId?.length) {
    await checkTemplateVersions(tx, projectId, filter.templateVersionId);
  }
}

/** Refuses a sort by a dimension that the project doesn't have; the sentence names those it has. */
export async function checkSort(
  tx: Transaction,
  projectId: string,
  sort: ConversationSort,
): Promise<void> {
  const dimension = sortedDimension(sort);
  if (dimension !== undefined) await checkDimensions(tx, projectId, "sort.key", [dimension]);
}

async function checkDimensions(
  tx: Transaction,
  projectId: string,
  field: string,
  wanted: string[],
): Promise<void> {
  if (wanted.every((one) => builtInDimensions.some((builtIn) => builtIn === one))) return;
  const dimensions = await tx
    .select({ key: taxonomyDimensions.key })
    .from(taxonomyDimensions)
    .where(eq(taxonomyDimensions.projectId, projectId))
    .orderBy(asc(taxonomyDimensions.position), asc(taxonomyDimensions.key));
  const known = [...new Set([...dimensions.map((row) => row.key), ...builtInDimensions])];
  const strange = wanted.find((dimension) => !known.includes(dimension));
  if (strange === undefined) return;
  throw invalidField(
    field === "sort.key" ? field : `${field}.${strange}`,
    `This project has no dimension "${strange}". The allowed ones are: ${known.join(", ")}. Nothing was changed.`,
  );
}

async function checkLabels(
  tx: Transaction,
  projectId: string,
  wanted: [dimension: string, values: string[]][],
): Promise<void> {
  const named = wanted.map(([dimension]) => dimension);
  await checkDimensions(tx, projectId, "filter.labels", named);
  const rows = await tx
    .select({ dimension: taxonomyValues.dimension, key: taxonomyValues.key })
    .from(taxonomyValues)
    .where(and(eq(taxonomyValues.projectId, projectId), inArray(taxonomyValues.dimension, named)))
    .orderBy(asc(taxonomyValues.position), asc(taxonomyValues.key));
  for (const [dimension, values] of wanted) {
    const allowed =
      dimension === "tier"
        ? [...tiers]
        : rows.filter((row) => row.dimension === dimension).map((row) => row.key);
    const unknown = values.filter((value) => !(allowed as string[]).includes(value));
    if (unknown.length === 0) continue;
    const used = dimension === "tier" ? [] : await valuesInUse(tx, projectId, dimension, unknown);
    const value = unknown.find((candidate) => !used.includes(candidate));
    if (value !== undefined) throw unknownValue(dimension, value, allowed);
  }
}

async function valuesInUse(
  tx: Transaction,
  projectId: string,
  dimension: string,
  values: string[],
): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ value: conversationLabels.value })
    .from(conversationLabels)
    .where(
      and(
        eq(conversationLabels.projectId, projectId),
        eq(conversationLabels.dimension, dimension),
        inArray(conversationLabels.value, values),
      ),
    );
  return rows.map((row) => row.value);
}

function unknownValue(dimension: string, value: string, allowed: readonly string[]): BrightError {
  const choice =
    allowed.length > 0 ? `The allowed ones are: ${allowed.join(", ")}.` : "It has no values yet.";
  return invalidField(
    `filter.labels.${dimension}`,
    `"${value}" is no value of ${dimension}. ${choice} Nothing was changed.`,
  );
}

async function checkDocuments(tx: Transaction, projectId: string, ids: string[]): Promise<void> {
  const wanted = [...new Set(ids)];
  if (!wanted.every(isUuid)) throw notFound("document");
  const rows = await tx
    .select({ id: documents.id })
    .from(documents)
    .where(and(eq(documents.projectId, projectId), inArray(documents.id, wanted)));
  if (rows.length < wanted.length) throw notFound("document");
}

async function checkTemplateVersions(
  tx: Transaction,
  projectId: string,
  ids: string[],
): Promise<void> {
  const wanted = [...new Set(ids)];
  if (!wanted.every(isUuid)) throw notFound("version of a template");
  const rows = await tx
    .select({ id: templateVersions.id })
    .from(templateVersions)
    .innerJoin(templates, eq(templates.id, templateVersions.templateId))
    .where(and(eq(templates.projectId, projectId), inArray(templateVersions.id, wanted)));
  if (rows.length < wanted.length) throw notFound("version of a template");
}
