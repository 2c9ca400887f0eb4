import { and, desc, gt, isNull } from "drizzle-orm";
import { roleSchema } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { invitations } from "#/platform/db/tables/workspaces.ts";

/** Invitations that are still open, the newest on top. */
export async function listInvitations({ ctx }: { ctx: Context }) {
  authorise(ctx, "manage");
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select()
      .from(invitations)
      .where(
        and(
          isNull(invitations.acceptedAt),
          isNull(invitations.revokedAt),
          gt(invitations.expiresAt, new Date()),
        ),
      )
      .orderBy(desc(invitations.createdAt));
    return rows.map((row) => ({
      id: row.id,
      email: row.email,
      role: roleSchema.parse(row.role),
      invitedBy: row.createdByName,
      expiresAt: row.expiresAt,
    }));
  });
}
