import { and, asc, eq, isNull } from "drizzle-orm";
import type { z } from "zod";
import { readDocumentRows } from "./document-row.ts";
import { chunkSchema, type documentDetailSchema } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import { isUuid } from "#/lib/uuid.ts";
import { conversationChunks, conversations } from "#/platform/db/tables/conversations.ts";
import { chunks, documents } from "#/platform/db/tables/sources.ts";

/**
 * One document with its text, its passages, and the conversations that each passage grounds.
 * @throws not_found
 */
export async function getDocument({
  ctx,
  input: { documentId },
}: {
  ctx: Context;
  input: { documentId: string };
}): Promise<z.output<typeof documentDetailSchema>> {
  authorise(ctx, "read");
  if (!isUuid(documentId)) throw notFound("document");
  return inTransaction(ctx, async (tx) => {
    const [row] = await readDocumentRows(tx, { documentId });
    const [text] = await tx
      .select({ content: documents.content })
      .from(documents)
      .where(eq(documents.id, documentId));
    if (!row || !text) throw notFound("document");
    const passages = await tx
      .select()
      .from(chunks)
      .where(eq(chunks.documentId, documentId))
      .orderBy(asc(chunks.position));
    const uses = await tx
      .select({
        chunkId: conversationChunks.chunkId,
        id: conversations.id,
        reference: conversations.reference,
        title: conversations.title,
      })
      .from(conversationChunks)
      .innerJoin(chunks, eq(chunks.id, conversationChunks.chunkId))
      .innerJoin(conversations, eq(conversations.id, conversationChunks.conversationId))
      .where(and(eq(chunks.documentId, documentId), isNull(conversations.deletedAt)))
      .orderBy(asc(conversations.position));
    const usesOf = Map.groupBy(uses, (use) => use.chunkId);
    return {
      ...row,
      ...text,
      chunks: passages.map((passage) => ({
        ...chunkSchema.parse(passage),
        conversations: (usesOf.get(passage.id) ?? []).map(({ id, reference, title }) => ({
          id,
          reference,
          title,
        })),
      })),
    };
  });
}
