import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { addDocument } from "./scene.ts";
import { inTransaction, type Context } from "#/core/context.ts";
import type { PlanMaterial } from "#/core/planning/plan-material.ts";
import { projectSettingsSchema, voiceSchema } from "#/core/projects/schema.ts";
import {
  arcSchema,
  edgeCaseSchema,
  scenarioSchema,
  taxonomySchema,
} from "#/core/taxonomy/schema.ts";
import {
  documents,
  storylines,
  taxonomyDimensions,
  taxonomyValues,
} from "#/platform/db/tables/sources.ts";
import { projects } from "#/platform/db/tables/workspaces.ts";

const sampleFolder = resolve(import.meta.dirname, "../sample");

/** The sample content as it lies in the repository, its documents cut at their headings. */
export async function readSample() {
  const json = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(join(sampleFolder, name), "utf8"));
  const names = (await readdir(join(sampleFolder, "documents"))).filter((name) =>
    name.endsWith(".md"),
  );
  const texts = await Promise.all(
    names.sort().map(async (name) => {
      const text = await readFile(join(sampleFolder, "documents", name), "utf8");
      const [head = "", ...parts] = text.split(/^## /m);
      return {
        slug: name.replace(/\.md$/, ""),
        category: /^category: (.+)$/m.exec(head)?.[1]?.trim() ?? null,
        parts: parts.map((part) => {
          const [heading = "", ...lines] = part.split("\n");
          return { heading: heading.trim(), content: lines.join("\n").trim() };
        }),
      };
    }),
  );
  return {
    voice: voiceSchema.parse(
      z.object({ voice: z.unknown() }).parse(await json("project.json")).voice,
    ),
    taxonomy: taxonomySchema.parse(await json("taxonomy.json")),
    storylines: {
      arcs: z.array(arcSchema).parse(await json("arcs.json")),
      scenarios: z.array(scenarioSchema).parse(await json("scenarios.json")),
      edgeCases: z.array(edgeCaseSchema).parse(await json("edge-cases.json")),
    },
    documents: texts,
  };
}

/** The sample as material for a plan, without a database. */
export async function samplePlanMaterial(): Promise<PlanMaterial> {
  const { taxonomy, storylines, documents } = await readSample();
  return {
    taxonomy,
    storylines,
    documents: new Map(
      documents.map(({ slug, category, parts }) => [
        slug,
        { category, chunks: parts.map((part, place) => ({ id: `${slug}#${place}`, ...part })) },
      ]),
    ),
    settings: projectSettingsSchema.parse({}),
    language: "en",
    nextNumber: { template: 1, scenario: 1, edge_case: 1 },
  };
}

/** Lays the sample's voice, taxonomy, storylines and documents into an empty project. */
export async function addSample(ctx: Context, projectId: string): Promise<void> {
  const sample = await readSample();
  const common = { workspaceId: ctx.workspaceId, projectId };
  await inTransaction(ctx, async (tx) => {
    await tx.update(projects).set({ voice: sample.voice }).where(eq(projects.id, projectId));
    const { dimensions } = sample.taxonomy;
    await tx.insert(taxonomyDimensions).values(
      dimensions.map(({ key, label, description }, position) => ({
        ...common,
        key,
        label,
        description,
        position,
        builtIn: true,
      })),
    );
    await tx
      .insert(taxonomyValues)
      .values(
        dimensions.flatMap(({ key: dimension, values }) =>
          values.map((value, position) => ({ ...common, ...value, dimension, position })),
        ),
      );
    const { arcs, scenarios, edgeCases } = sample.storylines;
    const bodies = [
      ...arcs.map((body) => ({ kind: "arc", body })),
      ...scenarios.map((body) => ({ kind: "scenario", body })),
      ...edgeCases.map((body) => ({ kind: "edge_case", body })),
    ];
    await tx.insert(storylines).values(
      bodies.map(({ kind, body }, position) => ({
        ...common,
        kind,
        key: body.key,
        label: body.label,
        body,
        position,
      })),
    );
  });
  for (const { slug, category, parts } of sample.documents) {
    const { documentId } = await addDocument(
      ctx,
      projectId,
      slug,
      parts.map(({ content }) => content),
    );
    await inTransaction(ctx, (tx) =>
      tx.update(documents).set({ category }).where(eq(documents.id, documentId)),
    );
  }
}
