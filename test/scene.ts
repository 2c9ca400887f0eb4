import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { inTransaction, type Context } from "#/core/context.ts";
import type { GenerationState, ReviewState } from "#/core/conversations/states.ts";
import { storeVersion } from "#/core/conversations/store-version.ts";
import type { Labels, Tier } from "#/core/taxonomy/schema.ts";
import {
  conversationChunks,
  conversationLabels,
  conversations,
} from "#/platform/db/tables/conversations.ts";
import {
  chunks,
  documents,
  taxonomyDimensions,
  taxonomyValues,
} from "#/platform/db/tables/sources.ts";

/** What a test says of a conversation; the rest is filled in. */
export interface SceneConversation {
  reference?: string;
  title?: string;
  tier?: Tier;
  origin?: "planned" | "seed";
  labels?: Labels;
  plan?: Record<string, unknown>;
  position?: number;
  generationState?: GenerationState;
  reviewState?: ReviewState;
  isPractice?: boolean;
  score?: number | null;
  systemPrompt?: string;
  /** Contents in turn, the first of the user; none: the row has no text yet. */
  texts?: string[];
  chunkIds?: string[];
}

let made = 0;

/** Lays one conversation in, with labels and (where `texts` are given) a first version. @returns its id. */
export async function addConversation(
  ctx: Context,
  projectId: string,
  scene: SceneConversation = {},
): Promise<string> {
  made += 1;
  const position = scene.position ?? made;
  const tier = scene.tier ?? "template";
  const labels = { tier, ...scene.labels };
  return inTransaction(ctx, async (tx, ctx) => {
    const id = randomUUID();
    await tx.insert(conversations).values({
      id,
      workspaceId: ctx.workspaceId,
      projectId,
      reference: scene.reference ?? `T-${String(made).padStart(3, "0")}`,
      origin: scene.origin ?? "planned",
      tier,
      title: scene.title ?? `Conversation ${position}`,
      labels,
      plan: scene.plan ?? {},
      position,
      createdBy: ctx.actor.id,
      createdByName: ctx.actor.name,
    });
    await tx.insert(conversationLabels).values(
      Object.entries(labels).map(([dimension, value]) => ({
        workspaceId: ctx.workspaceId,
        projectId,
        dimension,
        value,
        conversationId: id,
      })),
    );
    if (scene.chunkIds?.length) {
      await tx.insert(conversationChunks).values(
        scene.chunkIds.map((chunkId, place) => ({
          workspaceId: ctx.workspaceId,
          conversationId: id,
          chunkId,
          position: place,
        })),
      );
    }
    if (scene.texts?.length) {
      await storeVersion(tx, ctx, {
        conversationId: id,
        origin: scene.origin === "seed" ? "seed" : "generated",
        systemPrompt: scene.systemPrompt ?? "You are a patient adviser.",
        messages: scene.texts.map((content, place) => ({
          role: place % 2 === 0 ? ("user" as const) : ("assistant" as const),
          content,
        })),
        isPractice: scene.isPractice ?? false,
        score: scene.score ?? null,
        needsReview: false,
      });
    }
    const { generationState, reviewState } = scene;
    if (generationState || reviewState) {
      await tx
        .update(conversations)
        .set({ ...(generationState && { generationState }), ...(reviewState && { reviewState }) })
        .where(eq(conversations.id, id));
    }
    return id;
  });
}

/** Eight messages that begin with the user and end with the assistant. */
export const eightTexts = Array.from({ length: 8 }, (_, place) => `Message number ${place + 1}.`);

/** Adds a dimension with these values, the labels made from the keys. */
export async function addDimension(
  ctx: Context,
  projectId: string,
  dimension: string,
  values: readonly string[],
): Promise<void> {
  const label = (key: string) => key[0]?.toUpperCase() + key.slice(1).replaceAll("-", " ");
  const common = { workspaceId: ctx.workspaceId, projectId };
  await inTransaction(ctx, async (tx) => {
    await tx
      .insert(taxonomyDimensions)
      .values({ ...common, key: dimension, label: label(dimension), position: 0, builtIn: true });
    await tx.insert(taxonomyValues).values(
      values.map((key, position) => ({
        ...common,
        dimension,
        key,
        label: label(key),
        attributes: {},
        position,
      })),
    );
  });
}

/** Adds a document with one chunk for each text. */
export async function addDocument(
  ctx: Context,
  projectId: string,
  slug: string,
  texts: readonly string[],
): Promise<{ documentId: string; chunkIds: string[] }> {
  const content = texts.join("\n\n");
  const common = { workspaceId: ctx.workspaceId, projectId };
  return inTransaction(ctx, async (tx) => {
    const documentId = randomUUID();
    await tx.insert(documents).values({
      ...common,
      id: documentId,
      slug,
      title: `Document ${slug}`,
      fileName: `${slug}.md`,
      mediaType: "text/markdown",
      content,
      contentHash: randomUUID(),
      category: "process-documentation-workflows",
      bytes: Buffer.byteLength(content),
      createdBy: ctx.actor.id,
      createdByName: ctx.actor.name,
    });
    const rows = await tx
      .insert(chunks)
      .values(
        texts.map((text, position) => ({
          ...common,
          documentId,
          position,
          handle: `${slug}#C${position}`,
          heading: `Part ${position + 1}`,
          content: text,
          charStart: 0,
          charEnd: text.length,
          tokenCount: 10,
          dimensions: {},
        })),
      )
      .returning({ id: chunks.id });
    return { documentId, chunkIds: rows.map((row) => row.id) };
  });
}
