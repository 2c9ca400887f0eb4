import { and, eq, isNull } from "drizzle-orm";
import type { z } from "zod";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, inTransaction, type Context } from "../context.ts";
import { invalidField, notFound } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { addNoteInput } from "./schema.ts";
import { sha256 } from "#/lib/sha256.ts";
import { storableText } from "#/lib/storable-text.ts";
import { notifyProgress } from "#/platform/db/listen.ts";
import { conversations, notes } from "#/platform/db/tables/conversations.ts";

/**
 * Puts a note on a conversation, or on one message of its current version (`messagePosition` from 0).
 * The trail holds the note's hash, not its words. Throws notFound for unknown and foreign ids.
 */
export async function addNote({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof addNoteInput>;
}): Promise<{ id: string }> {
  authorise(ctx, "decide");
  const { conversationId, body, messagePosition } = parseInput(addNoteInput, input);
  return inTransaction(ctx, async (tx, ctx) => {
    const [row] = await tx
      .select({
        projectId: conversations.projectId,
        reference: conversations.reference,
        versionId: conversations.currentVersionId,
        versionNumber: conversations.versionNumber,
        contentHash: conversations.contentHash,
        messageCount: conversations.messageCount,
      })
      .from(conversations)
      .where(and(eq(conversations.id, conversationId), isNull(conversations.deletedAt)))
      // Not against other notes: only so that the version stays the one that is noted.
      .for("share");
    if (!row) throw notFound("conversation");
    const messageCount = row.messageCount ?? 0;
    if (messagePosition !== undefined && messagePosition >= messageCount) {
      throw invalidField(
        "messagePosition",
        `${row.reference} has ${messageCount} messages, so there is no message ${messagePosition + 1} to put a note on. The note was not stored; choose one of its messages.`,
      );
    }
    const text = storableText(body);
    const [note] = await tx
      .insert(notes)
      .values({
        workspaceId: ctx.workspaceId,
        conversationId,
        versionId: row.versionId,
        messagePosition: messagePosition ?? null,
        body: text,
        createdBy: ctx.actor.id,
        createdByName: ctx.actor.name,
      })
      .returning({ id: notes.id });
    if (!note) throw new Error("the note was not stored");
    await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId: row.projectId });
    await appendAudit(tx, ctx, {
      action: "conversation.noted",
      targetKind: "conversation",
      targetId: conversationId,
      targetVersion: row.versionNumber,
      hashAfter: row.contentHash,
      details: {
        noteId: note.id,
        noteSha256: sha256(text),
        reference: row.reference,
        messagePosition: messagePosition ?? null,
      },
    });
    return note;
  });
}
