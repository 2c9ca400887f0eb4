import { and, countDistinct, eq, gt, inArray, isNull, or } from "drizzle-orm";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { BrightError, notFound } from "../errors.ts";
import { isUuid } from "#/lib/uuid.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { notifyProgress } from "#/platform/db/listen.ts";
import { conversationChunks, conversations } from "#/platform/db/tables/conversations.ts";
import { chunks, documents } from "#/platform/db/tables/sources.ts";

/**
 * Removes a document with its passages. Rows that are planned from it and not written yet lose it as
 * their grounding; once one is written or being written, the document stays, for it is the evidence.
 * @throws not_found, conflict
 */
export async function deleteDocument({
  ctx,
  input: { documentId },
}: {
  ctx: Context;
  input: { documentId: string };
}): Promise<void> {
  authorise(ctx, "write");
  if (!isUuid(documentId)) throw notFound("document");
  await inTransaction(ctx, async (tx, ctx) => {
    const [document] = await tx
      .select()
      .from(documents)
      .where(eq(documents.id, documentId))
      .for("update");
    if (!document) throw notFound("document");
    const written = await countWritten(tx, documentId);
    if (written > 0) {
      const who =
        written === 1 ? "1 written conversation is" : `${written} written conversations are`;
      throw new BrightError(
        "conflict",
        `${who} grounded in "${document.title}", so it can't be deleted. Nothing was changed; delete those conversations first, or keep the document.`,
      );
    }
    await tx.delete(documents).where(eq(documents.id, documentId));
    await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId: document.projectId });
    await appendAudit(tx, ctx, {
      action: "document.deleted",
      targetKind: "document",
      targetId: documentId,
      hashBefore: document.contentHash,
      details: {
        title: document.title,
        fileName: document.fileName,
        projectId: document.projectId,
      },
    });
  });
}

async function countWritten(tx: Transaction, documentId: string): Promise<number> {
  const [row] = await tx
    .select({ count: countDistinct(conversations.id) })
    .from(conversations)
    .innerJoin(conversationChunks, eq(conversationChunks.conversationId, conversations.id))
    .innerJoin(chunks, eq(chunks.id, conversationChunks.chunkId))
    .where(
      and(
        eq(chunks.documentId, documentId),
        isNull(conversations.deletedAt),
        or(
          gt(conversations.versionNumber, 0),
          inArray(conversations.generationState, ["queued", "generating"]),
        ),
      ),
    );
  return row?.count ?? 0;
}
