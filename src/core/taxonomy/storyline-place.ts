import { and, asc, eq } from "drizzle-orm";
import { checkReferences } from "./check-references.ts";
import type { StorylineDraft, StorylineKind } from "./edit-schema.ts";
import { getStorylines } from "./get-storylines.ts";
import { getTaxonomy } from "./get-taxonomy.ts";
import type { Scenario, Storylines } from "./schema.ts";
import type { Context } from "../context.ts";
import { notFound } from "../errors.ts";
import { inputError } from "../parse-input.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { chunks, documents, storylines } from "#/platform/db/tables/sources.ts";

export type StoredStoryline = typeof storylines.$inferSelect;

/** All storylines of one kind in their order, retired ones among them. */
export function readKind(
  tx: Transaction,
  projectId: string,
  kind: StorylineKind,
): Promise<StoredStoryline[]> {
  return tx
    .select()
    .from(storylines)
    .where(and(eq(storylines.projectId, projectId), eq(storylines.kind, kind)))
    .orderBy(asc(storylines.position), asc(storylines.key));
}

/** One storyline and all of its kind. @throws not_found */
export async function needStoryline(
  tx: Transaction,
  place: { projectId: string; kind: StorylineKind; key: string },
): Promise<{ stored: StoredStoryline; siblings: StoredStoryline[] }> {
  const siblings = await readKind(tx, place.projectId, place.kind);
  const stored = siblings.find((each) => each.key === place.key);
  if (!stored) throw notFound("storyline");
  return { stored, siblings };
}

const lists: Record<StorylineKind, keyof Storylines> = {
  arc: "arcs",
  scenario: "scenarios",
  edge_case: "edgeCases",
};

/**
 * Refuses a storyline that names a persona, emotion, topic, outcome, arc, document or passage which the
 * project doesn't have; each by its field. @throws invalid_input
 */
export async function refuseStrangeNames(
  tx: Transaction,
  ctx: Context,
  projectId: string,
  { kind, body }: StorylineDraft,
  key: string,
): Promise<void> {
  const input = { projectId };
  const taxonomy = await getTaxonomy({ ctx, input, withRetired: true });
  const { arcs } = await getStorylines({ ctx, input, withRetired: true });
  const alone: Storylines = { arcs, scenarios: [], edgeCases: [] };
  const name = lists[kind];
  const tested =
    kind === "arc"
      ? { ...alone, arcs: [{ ...body, key }] }
      : { ...alone, [name]: [{ ...body, key }] };
  const path = `${name}.0.`;
  const faults = checkReferences(taxonomy, tested)
    .filter(({ field }) => field.startsWith(path))
    .map(({ field, message }) => ({ field: field.slice(path.length), message }));
  if (kind === "scenario") faults.push(...(await strangeSources(tx, projectId, body)));
  if (faults.length === 0) return;
  throw inputError(
    faults.map(({ field, message }) => ({
      path: ["storyline", "body", ...field.split(".")],
      message,
    })),
  );
}

async function strangeSources(
  tx: Transaction,
  projectId: string,
  body: Pick<Scenario, "documents" | "chunks">,
): Promise<{ field: string; message: string }[]> {
  const known = await tx
    .select({ slug: documents.slug, chunkId: chunks.id })
    .from(documents)
    .leftJoin(chunks, eq(chunks.documentId, documents.id))
    .where(eq(documents.projectId, projectId));
  const slugs = new Set(known.map(({ slug }) => slug));
  const passages = new Set(
    known.filter(({ slug }) => body.documents.includes(slug)).map(({ chunkId }) => chunkId),
  );
  return [
    ...body.documents.flatMap((slug, at) =>
      slugs.has(slug)
        ? []
        : [{ field: `documents.${at}`, message: `The project has no document "${slug}".` }],
    ),
    ...(body.chunks ?? []).flatMap((id, at) =>
      passages.has(id)
        ? []
        : [
            {
              field: `chunks.${at}`,
              message: "A chosen passage is in none of the chosen documents. Choose it anew.",
            },
          ],
    ),
  ];
}
