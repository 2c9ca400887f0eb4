import { and, eq } from "drizzle-orm";
import { getMember, keepAnOwner } from "./get-member.ts";
import { type Role, roleSchema } from "./schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { members } from "#/platform/db/tables/workspaces.ts";

/** Gives a member another role. @throws conflict for the last owner, not_found */
export async function setRole({
  ctx,
  input,
}: {
  ctx: Context;
  input: { userId: string; role: Role };
}): Promise<void> {
  authorise(ctx, "manage");
  const role = parseInput(roleSchema, input.role);
  await inTransaction(ctx, async (tx) => {
    const member = await getMember(tx, input.userId);
    if (member.role === role) return;
    if (member.role === "owner") await keepAnOwner(tx, ctx.workspaceId);
    await tx
      .update(members)
      .set({ role })
      .where(and(eq(members.workspaceId, ctx.workspaceId), eq(members.userId, input.userId)));
    await appendAudit(tx, ctx, {
      action: "member.role_changed",
      targetKind: "member",
      targetId: input.userId,
      details: { name: member.name, from: member.role, to: role },
    });
  });
}
