import { and, eq, isNull } from "drizzle-orm";
import { getMember, keepAnOwner } from "./get-member.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { apiTokens } from "#/platform/db/tables/tokens.ts";
import { members } from "#/platform/db/tables/workspaces.ts";

/** Takes a person out of the workspace; what they did stays on the record, their API tokens end. @throws conflict for the last owner */
export async function removeMember({
  ctx,
  input,
}: {
  ctx: Context;
  input: { userId: string };
}): Promise<void> {
  authorise(ctx, "manage");
  await inTransaction(ctx, async (tx) => {
    const member = await getMember(tx, input.userId);
    if (member.role === "owner") await keepAnOwner(tx, ctx.workspaceId);
    await tx
      .delete(members)
      .where(and(eq(members.workspaceId, ctx.workspaceId), eq(members.userId, input.userId)));
    // For good: with a new invitation the person comes back, old tokens don't.
    await tx
      .update(apiTokens)
      .set({ revokedAt: new Date() })
      .where(and(eq(apiTokens.createdBy, input.userId), isNull(apiTokens.revokedAt)));
    await appendAudit(tx, ctx, {
      action: "member.removed",
      targetKind: "member",
      targetId: input.userId,
      details: { name: member.name, role: member.role },
    });
  });
}
