import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { z } from "zod";
import { copyRows, freshIds } from "./copy-rows.ts";
import { importSeeds } from "./import-seeds.ts";
import { labelsSchema, type Taxonomy } from "../taxonomy/schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { BrightError } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { createProject } from "../projects/create-project.ts";
import { getProject } from "../projects/get-project.ts";
import { copiedProjectSchema, copyProjectInput } from "../projects/schema.ts";
import { getTaxonomy } from "../taxonomy/get-taxonomy.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import {
  conversations,
  conversationVersions,
  messages,
} from "#/platform/db/tables/conversations.ts";
import {
  chunks,
  documents,
  storylines,
  taxonomyDimensions,
  taxonomyValues,
  templates,
  templateVersions,
} from "#/platform/db/tables/sources.ts";

/**
 * Makes a project like another: voice, measures, language, currency, taxonomy, storylines and prompt
 * templates with their versions; documents with their passages and seeds where wanted. Never the plan,
 * what was generated, decisions or exports.
 * @returns the new project, and how many documents and seeds came along.
 * @throws invalid_input, not_found
 */
export async function copyProject({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof copyProjectInput>;
}): Promise<z.output<typeof copiedProjectSchema>> {
  authorise(ctx, "write");
  const wanted = parseInput(copyProjectInput, input);
  const original = await getProject({ ctx, input: wanted });
  const { language, currency, voice, settings } = original;
  const counts = { documents: 0, seeds: 0 };
  const project = await createProject({
    ctx,
    input: { name: wanted.name, description: original.description },
    details: { language, currency, voice, settings, copiedFrom: original },
    furnish: (ctx, projectId) =>
      inTransaction(ctx, async (tx, ctx) => {
        const place = { tx, ctx, from: original.id, to: projectId };
        await copyMaterial(place);
        if (wanted.documents) counts.documents = await copyDocuments(place);
        if (wanted.seeds) counts.seeds = await copySeeds(place);
      }),
  });
  return { project, ...counts };
}

interface Place {
  tx: Transaction;
  ctx: Context;
  from: string;
  to: string;
}

async function copyMaterial({ tx, ctx, from, to }: Place): Promise<void> {
  const parents = new Map([[from, to]]);
  for (const table of [taxonomyDimensions, taxonomyValues, storylines]) {
    await copyRows(tx, { table, parent: "projectId", parents });
  }
  const ids = await freshIds(tx, templates, from);
  await copyRows(tx, { table: templates, parent: "projectId", parents, ids });
  await copyRows(tx, {
    table: templateVersions,
    parent: "templateId",
    parents: ids,
    set: byActor(ctx),
  });
}

async function copyDocuments({ tx, ctx, from, to }: Place): Promise<number> {
  const ids = await freshIds(tx, documents, from);
  const parents = new Map([[from, to]]);
  const set = byActor(ctx);
  const count = await copyRows(tx, { table: documents, parent: "projectId", parents, ids, set });
  await copyRows(tx, {
    table: chunks,
    parent: "documentId",
    parents: ids,
    set: { projectId: sql`${to}::uuid` },
  });
  return count;
}

function byActor({ actor }: Context) {
  return {
    createdBy: sql`${actor.id}::text`,
    createdByName: sql`${actor.name}::text`,
    createdAt: sql`now()`,
  };
}

/** Through the import: references, labels and versions are made as for any other seed. */
async function copySeeds({ tx, ctx, from, to }: Place): Promise<number> {
  const rows = await tx
    .select({
      title: conversations.title,
      labels: conversations.labels,
      plan: conversations.plan,
      sourceKey: conversations.sourceKey,
      reference: conversations.reference,
      systemPrompt: conversationVersions.systemPrompt,
      versionId: conversationVersions.id,
    })
    .from(conversations)
    .innerJoin(conversationVersions, eq(conversationVersions.id, conversations.currentVersionId))
    .where(
      and(
        eq(conversations.projectId, from),
        eq(conversations.origin, "seed"),
        isNull(conversations.deletedAt),
      ),
    )
    .orderBy(asc(conversations.position));
  if (rows.length === 0) return 0;
  const taxonomy = await getTaxonomy({ ctx, input: { projectId: to } });
  let copied = 0;
  for (const row of rows) {
    const texts = await tx
      .select({ role: messages.role, content: messages.content, emotions: messages.emotions })
      .from(messages)
      .where(eq(messages.versionId, row.versionId))
      .orderBy(asc(messages.position));
    const content = JSON.stringify({
      ...backgroundOf(row.plan),
      conversation_id: row.sourceKey ?? row.reference,
      title: row.title,
      labels: knownLabels(labelsSchema.parse(row.labels), taxonomy),
      system: row.systemPrompt,
      messages: texts,
    });
    const files = [{ name: `${row.reference}.json`, content }];
    const report = await importSeeds({ ctx, input: { projectId: to, files } });
    copied += report.added;
    const [failed] = report.outcomes.filter(({ outcome }) => outcome === "failed");
    if (failed) throw refusal(row.reference, failed.message);
  }
  return copied;
}

function refusal(reference: string, message: string): BrightError {
  return new BrightError(
    "conflict",
    `The project wasn't copied, because its seed ${reference} can't be read again: ${message} Nothing was made; copy it without the seeds.`,
  );
}

function backgroundOf(plan: unknown): object {
  if (typeof plan !== "object" || plan === null || !("background" in plan)) return {};
  return typeof plan.background === "object" && plan.background !== null ? plan.background : {};
}

/** Labels whose value was retired since are left off: the import would refuse them. */
function knownLabels(labels: Record<string, string>, { dimensions }: Taxonomy) {
  return Object.fromEntries(
    Object.entries(labels).filter(
      ([dimension, value]) =>
        dimension === "tier" ||
        dimensions
          .find(({ key }) => key === dimension)
          ?.values.some(({ key, retired }) => key === value && !retired),
    ),
  );
}
