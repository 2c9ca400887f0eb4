import { asc, eq, sql } from "drizzle-orm";
import type { PlanDocument, PlanMaterial } from "./plan-material.ts";
import { readStanding } from "./read-standing.ts";
import type { Context } from "../context.ts";
import { getProject } from "../projects/get-project.ts";
import { getStorylines } from "../taxonomy/get-storylines.ts";
import { getTaxonomy } from "../taxonomy/get-taxonomy.ts";
import type { Taxonomy, Tier } from "../taxonomy/schema.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import { chunks, documents } from "#/platform/db/tables/sources.ts";
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
  const project = await getProject({ ctx, input: { projectId } });
  if (lock) {
    await tx
      .select({ id: projects.id })
      .from(projects)
      .where(eq(projects.id, projectId))
      .for("update");
  }
  const { nextNumber, ...place } = await readPlace(tx, projectId);
  const taxonomy = await getTaxonomy({ ctx, input: { projectId }, withRetired: true });
  const material: PlanMaterial = {
    ...splitRetired(taxonomy),
    storylines: await getStorylines({ ctx, input: { projectId } }),
    documents: await readDocuments(tx, projectId),
    settings: project.settings,
    language: project.language,
    nextNumber,
    ...(place.existing > 0 && { standing: await readStanding(tx, projectId, place.existing) }),
  };
  return { material, place };
}

/** What plans draw on, and the names of what they no longer do. */
function splitRetired({ dimensions }: Taxonomy): Pick<PlanMaterial, "taxonomy" | "retired"> {
  const inUse = dimensions.filter(({ retired }) => !retired);
  return {
    taxonomy: {
      dimensions: inUse.map((dimension) => ({
        ...dimension,
        values: dimension.values.filter(({ retired }) => !retired),
      })),
    },
    retired: new Map(
      inUse.map(({ key, values }) => [
        key,
        new Map(values.filter(({ retired }) => retired).map((value) => [value.key, value.label])),
      ]),
    ),
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
