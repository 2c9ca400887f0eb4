import { and, eq } from "drizzle-orm";
import { getMember, keepAnOwner } from "./get-member.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { members } from "#/platform/db/tables/workspaces.ts";

/** Takes a person out of the workspace; what they did stays on the record. @throws conflict for the last owner */
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
    await appendAudit(tx, ctx, {
      action: "member.removed",
      targetKind: "member",
      targetId: input.userId,
      details: { name: member.name, role: member.role },
    });
  });
}
