import { asc, eq } from "drizzle-orm";
import { outputSchema, promptValues } from "./prompt-values.ts";
import { readExamples, readWornPhrases } from "./read-wording.ts";
import { gatherMaterial, materialForWriter, type RowMaterial } from "./row-material.ts";
import { systemPromptOf } from "./system-prompt.ts";
import { type Context, inTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import { rowPlanSchema } from "../conversations/schema.ts";
import type { Project } from "../projects/schema.ts";
import { getProject } from "../projects/get-project.ts";
import { getStorylines } from "../taxonomy/get-storylines.ts";
import { getTaxonomy } from "../taxonomy/get-taxonomy.ts";
import { labelsSchema, type Storylines, type Taxonomy, tierSchema } from "../taxonomy/schema.ts";
import { type FilledRange, fillMarked } from "../templates/fill-template.ts";
import { type CurrentTemplate, getCurrentTemplate } from "../templates/get-current-template.ts";
import type { PromptExample } from "../templates/render-examples.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import type { ProviderRequest } from "#/platform/llm/port.ts";
import { conversationChunks, conversations } from "#/platform/db/tables/conversations.ts";
import { chunks, documents } from "#/platform/db/tables/sources.ts";

/** A request ready to be sent, and what its answer will be judged and stored with. */
export interface Prompt {
  request: ProviderRequest;
  systemPrompt: string;
  /** Without a `versionId` where the text is a draft that no version holds. */
  template: Omit<CurrentTemplate, "versionId"> & { versionId: string | null };
  /** Where each placeholder's value stands in the user message. */
  ranges: FilledRange[];
  material: RowMaterial;
}

/** What all rows of a project are written from: read once for many rows of a batch. */
export interface ProjectMaterial {
  project: Project;
  taxonomy: Taxonomy;
  storylines: Storylines;
  wornPhrases: string[];
  /** One more than the project asks for: a row is never its own example. */
  examples: PromptExample[];
}

/** Reads what all rows of a project are written from. @throws notFound */
export async function readProjectMaterial(
  ctx: Context,
  projectId: string,
): Promise<ProjectMaterial> {
  const input = { projectId };
  return inTransaction(ctx, async (tx, ctx) => {
    const project = await getProject({ ctx, input });
    return {
      project,
      taxonomy: await getTaxonomy({ ctx, input, withRetired: true }),
      storylines: await getStorylines({ ctx, input, withRetired: true }),
      wornPhrases: await readWornPhrases(tx, projectId),
      examples: await readExamples(tx, ctx, projectId, project.settings.examples),
    };
  });
}

/**
 * Fills the current template of the row's arc or tier and puts the voice before it as the system prompt.
 * Vendors keep the beginning of a prompt that they have seen before, at a tenth of its price: so the system
 * prompt holds nothing of the one row, and the default templates begin with voice, examples and worn-out
 * phrases, which all rows of a batch share, and come to the row after them.
 * @throws notFound for a conversation that is gone; conflict without a template; invalid_input naming
 * the placeholders that can't be filled: nothing is ever sent with a gap.
 */
export async function buildPrompt(
  tx: Transaction,
  ctx: Context,
  {
    conversationId,
    model,
    source,
    draft,
    versionIds,
  }: {
    conversationId: string;
    model: string;
    source: ProjectMaterial;
    /** A text to fill instead of the template's current version. */
    draft?: { body: string } | undefined;
    /** Versions to choose the template from instead of those in use: see `getCurrentTemplate`. */
    versionIds?: readonly string[] | undefined;
  },
): Promise<Prompt> {
  const [row] = await tx
    .select({
      tier: conversations.tier,
      plan: conversations.plan,
      labels: conversations.labels,
      versionNumber: conversations.versionNumber,
    })
    .from(conversations)
    .where(eq(conversations.id, conversationId));
  if (!row) throw notFound("conversation");
  const tier = tierSchema.parse(row.tier);
  const plan = rowPlanSchema.parse(row.plan);
  const { count } = source.project.settings.examples;
  const material = gatherMaterial({
    ...source,
    examples: source.examples
      .filter((example) => example.conversationId !== conversationId)
      .slice(0, count),
    row: {
      tier,
      plan,
      labels: labelsSchema.parse(row.labels),
      versionNumber: row.versionNumber,
    },
    chunks: await readGrounding(tx, conversationId),
  });
  const current = await getCurrentTemplate(tx, ctx, {
    projectId: source.project.id,
    tier,
    arc: material.arc?.key,
    among: versionIds,
  });
  const template = draft ? { ...current, versionId: null, body: draft.body } : current;
  const systemPrompt = systemPromptOf(source.project.voice);
  const { text, ranges } = fillMarked(template.body, promptValues(material));
  return {
    systemPrompt,
    template,
    ranges,
    material,
    request: {
      model,
      messages: [
        { role: "system", content: systemPrompt },
        { role: "user", content: text },
      ],
      outputSchema,
      maxOutputTokens: outputTokens(material),
      material: { ...materialForWriter(material) },
    },
  };
}

async function readGrounding(
  tx: Transaction,
  conversationId: string,
): Promise<RowMaterial["chunks"]> {
  const rows = await tx
    .select({
      id: chunks.id,
      documentTitle: documents.title,
      heading: chunks.heading,
      content: chunks.content,
      dimensions: chunks.dimensions,
    })
    .from(conversationChunks)
    .innerJoin(chunks, eq(chunks.id, conversationChunks.chunkId))
    .innerJoin(documents, eq(documents.id, chunks.documentId))
    .where(eq(conversationChunks.conversationId, conversationId))
    .orderBy(asc(conversationChunks.position));
  return rows.map((row) => ({
    ...row,
    dimensions:
      typeof row.dimensions === "object" && row.dimensions !== null ? { ...row.dimensions } : {},
  }));
}

/** Room for messages of the greatest length: 1.4 tokens a word, 40 a message for its JSON. */
function outputTokens({ plan, project }: RowMaterial): number {
  const { userWords, assistantWords } = project.settings;
  const exchange = (userWords[1] + assistantWords[1]) * 1.4 + 80;
  return Math.ceil((plan.messageCount / 2) * exchange) + 200;
}
