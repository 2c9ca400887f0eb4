import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { PlanDocument, PlanMaterial } from "./plan-material.ts";
import type { Context } from "../context.ts";
import { notFound } from "../errors.ts";
import { projectSettingsSchema } from "../projects/schema.ts";
import {
  arcSchema,
  edgeCaseSchema,
  scenarioSchema,
  type Storylines,
  type Taxonomy,
  taxonomySchema,
  type Tier,
} from "../taxonomy/schema.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import {
  chunks,
  documents,
  storylines,
  taxonomyDimensions,
  taxonomyValues,
} from "#/platform/db/tables/sources.ts";
import { projects } from "#/platform/db/tables/workspaces.ts";

/** Where new rows continue, and how many planned rows there are already. */
export interface PlanPlace {
  existing: number;
  /** Position in the table that the first new row gets. */
  nextPosition: number;
}

/**
 * Reads all that a plan of the project is made from.
 * @param lock holds the project's row until the commit, so that two plans don't take the same references.
 * @throws notFound for a project that the workspace doesn't have.
 */
export async function readPlanMaterial(
  tx: Transaction,
  ctx: Context,
  projectId: string,
  { lock }: { lock: boolean },
): Promise<{ material: PlanMaterial; place: PlanPlace }> {
  const query = tx
    .select({ settings: projects.settings, language: projects.language })
    .from(projects)
    .where(and(eq(projects.id, projectId), eq(projects.workspaceId, ctx.workspaceId)));
  const [project] = await (lock ? query.for("update") : query);
  if (!project) throw notFound("project");
  const taxonomy = await readTaxonomy(tx, projectId);
  const { nextNumber, ...place } = await readPlace(tx, projectId);
  const material = {
    taxonomy,
    storylines: await readStorylines(tx, projectId),
    documents: await readDocuments(tx, projectId),
    settings: projectSettingsSchema.parse(project.settings),
    language: project.language,
    nextNumber,
  };
  return { material, place };
}

async function readTaxonomy(tx: Transaction, projectId: string): Promise<Taxonomy> {
  const dimensions = await tx
    .select()
    .from(taxonomyDimensions)
    .where(eq(taxonomyDimensions.projectId, projectId))
    .orderBy(asc(taxonomyDimensions.position), asc(taxonomyDimensions.key));
  const values = await tx
    .select()
    .from(taxonomyValues)
    .where(and(eq(taxonomyValues.projectId, projectId), isNull(taxonomyValues.retiredAt)))
    .orderBy(asc(taxonomyValues.position), asc(taxonomyValues.key));
  const byDimension = Map.groupBy(values, (value) => value.dimension);
  return taxonomySchema.parse({
    dimensions: dimensions.map((dimension) => ({
      ...dimension,
      values: byDimension.get(dimension.key) ?? [],
    })),
  });
}

async function readStorylines(tx: Transaction, projectId: string): Promise<Storylines> {
  const rows = await tx
    .select({ kind: storylines.kind, body: storylines.body })
    .from(storylines)
    .where(eq(storylines.projectId, projectId))
    .orderBy(asc(storylines.position), asc(storylines.key));
  const ofKind = (kind: string) => rows.filter((row) => row.kind === kind).map((row) => row.body);
  return {
    arcs: ofKind("arc").map((body) => arcSchema.parse(body)),
    scenarios: ofKind("scenario").map((body) => scenarioSchema.parse(body)),
    edgeCases: ofKind("edge_case").map((body) => edgeCaseSchema.parse(body)),
  };
}

async function readDocuments(
  tx: Transaction,
  projectId: string,
): Promise<Map<string, PlanDocument>> {
  const rows = await tx
    .select({
      slug: documents.slug,
      category: documents.category,
      id: chunks.id,
      heading: chunks.heading,
      content: chunks.content,
    })
    .from(documents)
    .innerJoin(chunks, eq(chunks.documentId, documents.id))
    .where(eq(documents.projectId, projectId))
    .orderBy(asc(documents.slug), asc(chunks.position));
  const found = new Map<string, PlanDocument>();
  for (const { slug, category, ...chunk } of rows) {
    const document = found.get(slug) ?? { category, chunks: [] };
    document.chunks.push(chunk);
    found.set(slug, document);
  }
  return found;
}

/** Deleted rows count too: they may come back, and keep their references. */
async function readPlace(
  tx: Transaction,
  projectId: string,
): Promise<PlanPlace & { nextNumber: Record<Tier, number> }> {
  const highest = (letter: string) =>
    sql<number>`coalesce(max(substring(${conversations.reference} from ${`^${letter}-([0-9]{1,9})$`})::int), 0)::int`;
  const [row] = await tx
    .select({
      existing: sql<number>`(count(*) filter (where ${conversations.origin} = 'planned' and ${conversations.deletedAt} is null))::int`,
      position: sql<number>`coalesce(max(${conversations.position}), 0)::int`,
      template: highest("T"),
      scenario: highest("S"),
      edge_case: highest("E"),
    })
    .from(conversations)
    .where(eq(conversations.projectId, projectId));
  return {
    existing: row?.existing ?? 0,
    nextPosition: (row?.position ?? 0) + 1,
    nextNumber: {
      template: (row?.template ?? 0) + 1,
      scenario: (row?.scenario ?? 0) + 1,
      edge_case: (row?.edge_case ?? 0) + 1,
    },
  };
}
