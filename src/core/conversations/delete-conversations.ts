import { inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { appendAudit } from "../audit/append-audit.ts";
import { appendBulkAudit } from "../audit/append-bulk-audit.ts";
import { authorise, inTransaction, type Context } from "../context.ts";
import { BrightError, notFound } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { hasIdIn } from "./filter-sql.ts";
import { type LockedConversation, lockConversations } from "./lock-selected.ts";
import { selectionSchema } from "./schema.ts";
import { selectConversationIds } from "./select-ids.ts";
import { type GenerationState, isAtWork } from "./states.ts";
import { formatCounted } from "#/lib/format.ts";
import { notifyProgress } from "#/platform/db/listen.ts";
import { conversationLabels, conversations } from "#/platform/db/tables/conversations.ts";

export const deleteConversationsInput = z.object({
  projectId: z.uuid(),
  selection: selectionSchema,
});

/**
 * Takes conversations out of every list, count and export. Nothing is lost: versions, decisions and
 * notes stay, and `restoreConversations` brings the rows back.
 * @returns the ids that were deleted, in table order.
 * Throws conflict when one of them is being written, notFound when no selected id exists.
 */
export async function deleteConversations({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof deleteConversationsInput>;
}): Promise<{ deleted: number; ids: string[] }> {
  authorise(ctx, "write");
  const { projectId, selection } = parseInput(deleteConversationsInput, input);
  return inTransaction(ctx, async (tx, ctx) => {
    const selected = await selectConversationIds(tx, ctx, projectId, selection);
    if (selected.length === 0 && selection.kind === "ids") throw notFound("conversation");
    const rows = await lockConversations(tx, selected);
    refuseRunning(rows);
    const ids = rows.map((row) => row.id);
    await tx
      .update(conversations)
      .set({ deletedAt: sql`now()`, updatedAt: sql`now()` })
      .where(hasIdIn(ids));
    // The narrow table counts live rows only; a restore makes these anew from the row's labels.
    await tx
      .delete(conversationLabels)
      .where(
        inArray(conversationLabels.conversationId, sql`(select unnest(${sql.param(ids)}::uuid[]))`),
      );
    await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId });
    const [only] = rows;
    if (only && rows.length === 1) {
      await appendAudit(tx, ctx, {
        action: "conversations.deleted",
        targetKind: "conversation",
        targetId: only.id,
        targetVersion: only.versionNumber,
        hashBefore: only.contentHash,
        details: { count: 1, reference: only.reference },
      });
    } else {
      await appendBulkAudit(
        tx,
        ctx,
        { action: "conversations.deleted", targetKind: "project", targetId: projectId },
        rows,
      );
    }
    return { deleted: ids.length, ids };
  });
}

function refuseRunning(rows: readonly LockedConversation[]): void {
  const running = rows.filter((row) => isAtWork(row.generationState as GenerationState));
  if (running.length === 0) return;
  const names = running.slice(0, 5).map((row) => row.reference);
  const list = running.length > names.length ? `${names.join(", ")} and others` : names.join(", ");
  const are = running.length === 1 ? "is" : "are";
  throw new BrightError(
    "conflict",
    `${formatCounted(running.length, "selected conversation")} (${list}) ${are} being written right now. Nothing was deleted; wait until the run has finished or stop it, then delete again.`,
  );
}
