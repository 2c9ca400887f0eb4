import { and, asc, desc, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { authorise, inTransaction, type Context } from "../context.ts";
import { notFound } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { readStoryline } from "./read-storyline.ts";
import { readVersions, type StoredVersion } from "./read-versions.ts";
import { rowColumns, toRow } from "./row.ts";
import {
  type ConversationDetail,
  emotionsSchema,
  roleOfMessageSchema,
  rowPlanSchema,
  scorePartSchema,
} from "./schema.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import {
  conversationChunks,
  conversations,
  decisions,
  messages,
  notes,
} from "#/platform/db/tables/conversations.ts";
import { chunks, documents } from "#/platform/db/tables/sources.ts";

export const getConversationInput = z.object({
  conversationId: z.uuid(),
  /** The number of the version to show; the current one unless said otherwise. */
  version: z.number().int().min(1).optional(),
});

/**
 * One conversation with all that a person decides by: messages, versions, labels, storyline, course,
 * grounding, decisions and notes (both newest first). Throws notFound for unknown, deleted and foreign
 * ids alike, and for a version number that it doesn't have.
 */
export async function getConversation({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof getConversationInput>;
}): Promise<ConversationDetail> {
  authorise(ctx, "read");
  const { conversationId, version } = parseInput(getConversationInput, input);
  return inTransaction(ctx, async (tx) => {
    const { projectId, plan: storedPlan, contentHash, currentVersionId } = conversations;
    const [stored] = await tx
      .select({ ...rowColumns, projectId, storedPlan, contentHash, currentVersionId })
      .from(conversations)
      .where(and(eq(conversations.id, conversationId), isNull(conversations.deletedAt)));
    if (!stored) throw notFound("conversation");
    const versions = await readVersions(tx, conversationId);
    const shown = versions.find((one) =>
      version === undefined ? one.id === stored.currentVersionId : one.number === version,
    );
    if (version !== undefined && !shown) throw notFound("version of the conversation");
    const plan = rowPlanSchema.safeParse(stored.storedPlan);
    return {
      ...toRow(stored),
      projectId: stored.projectId,
      contentHash: stored.contentHash,
      plan: plan.success ? plan.data : null,
      systemPrompt: shown?.systemPrompt ?? null,
      messages: shown ? await readMessages(tx, shown.id) : [],
      shownVersion: shown?.summary ?? null,
      versions: versions.map((one) => one.summary),
      scoreParts: z.array(scorePartSchema).catch([]).parse(shown?.scoreParts),
      ...(await readStoryline(tx, stored.projectId, stored.tier, stored.storedPlan)),
      chunks: await readChunks(tx, conversationId),
      decisions: await readDecisions(tx, conversationId),
      notes: await readNotes(tx, conversationId),
      generatedBy: generatedBy(versions, shown),
    };
  });
}

/** Who had the shown text generated, or the generated one that it was made from. */
function generatedBy(
  versions: readonly StoredVersion[],
  shown: StoredVersion | undefined,
): ConversationDetail["generatedBy"] {
  const limit = shown?.number ?? 0;
  const generated = versions.find(
    ({ number, summary }) => number <= limit && summary.origin === "generated",
  );
  if (!generated) return null;
  return { name: generated.summary.createdByName, at: generated.summary.createdAt };
}

async function readMessages(
  tx: Transaction,
  versionId: string,
): Promise<ConversationDetail["messages"]> {
  const rows = await tx
    .select()
    .from(messages)
    .where(eq(messages.versionId, versionId))
    .orderBy(asc(messages.position));
  return rows.map(({ position, role, content, wordCount, emotions }) => ({
    position,
    role: roleOfMessageSchema.parse(role),
    content,
    wordCount,
    emotions: emotionsSchema.nullable().catch(null).parse(emotions),
  }));
}

async function readChunks(
  tx: Transaction,
  conversationId: string,
): Promise<ConversationDetail["chunks"]> {
  return tx
    .select({
      id: chunks.id,
      documentId: documents.id,
      documentTitle: documents.title,
      fileName: documents.fileName,
      category: documents.category,
      heading: chunks.heading,
      content: chunks.content,
    })
    .from(conversationChunks)
    .innerJoin(chunks, eq(chunks.id, conversationChunks.chunkId))
    .innerJoin(documents, eq(documents.id, chunks.documentId))
    .where(eq(conversationChunks.conversationId, conversationId))
    .orderBy(asc(conversationChunks.position));
}

const decisionKind = z.enum(["approve", "reject", "flag", "undo"]);

async function readDecisions(
  tx: Transaction,
  conversationId: string,
): Promise<ConversationDetail["decisions"]> {
  const { id, decision, reason, expertReviewer, createdByName: byName, createdAt: at } = decisions;
  const rows = await tx
    .select({ id, decision, reason, expertReviewer, byName, at })
    .from(decisions)
    .where(eq(decisions.conversationId, conversationId))
    .orderBy(desc(at), desc(id));
  return rows.map((row) => ({ ...row, decision: decisionKind.parse(row.decision) }));
}

async function readNotes(
  tx: Transaction,
  conversationId: string,
): Promise<ConversationDetail["notes"]> {
  const { id, body, messagePosition, createdByName: byName, createdAt: at } = notes;
  return tx
    .select({ id, body, messagePosition, byName, at })
    .from(notes)
    .where(eq(notes.conversationId, conversationId))
    .orderBy(desc(at), desc(id));
}
