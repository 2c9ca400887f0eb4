import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { appendAudit } from "../audit/append-audit.ts";
import { appendBulkAudit } from "../audit/append-bulk-audit.ts";
import { authorise, inTransaction, type Context } from "../context.ts";
import { notFound } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { bringBack } from "./bring-back.ts";
import { hasIdIn } from "./filter-sql.ts";
import { lockConversations } from "./lock-selected.ts";
import { requireProject } from "./require-project.ts";
import { notifyProgress } from "#/platform/db/listen.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";

export const restoreConversationsInput = z.object({
  projectId: z.uuid(),
  ids: z.array(z.uuid()).min(1, "Name at least one conversation.").max(10_000),
});

/**
 * Undoes `deleteConversations`: the rows stand again where they stood, with state, versions and notes.
 * Ids that aren't deleted are left as they are; `restored` counts the others.
 * Throws notFound when the project has none of the conversations.
 */
export async function restoreConversations({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof restoreConversationsInput>;
}): Promise<{ restored: number }> {
  authorise(ctx, "write");
  const { projectId, ids: wanted } = parseInput(restoreConversationsInput, input);
  return inTransaction(ctx, async (tx, ctx) => {
    await requireProject(tx, ctx, projectId);
    const known = await tx
      .select({ id: conversations.id })
      .from(conversations)
      .where(and(eq(conversations.projectId, projectId), hasIdIn(wanted)));
    if (known.length === 0) throw notFound("conversation");
    const rows = await lockConversations(
      tx,
      known.map((row) => row.id),
      "deleted",
    );
    const ids = rows.map((row) => row.id);
    await bringBack(tx, ids);
    await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId });
    const [only] = rows;
    if (only && rows.length === 1) {
      await appendAudit(tx, ctx, {
        action: "conversations.restored",
        targetKind: "conversation",
        targetId: only.id,
        targetVersion: only.versionNumber,
        hashAfter: only.contentHash,
        details: { count: 1, reference: only.reference },
      });
    } else {
      await appendBulkAudit(
        tx,
        ctx,
        { action: "conversations.restored", targetKind: "project", targetId: projectId },
        rows,
      );
    }
    return { restored: ids.length };
  });
}
