import { and, eq, isNull } from "drizzle-orm";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import { invitations } from "#/platform/db/tables/workspaces.ts";

/** Ends an open invitation: its link opens nothing any more. @throws not_found */
export async function revokeInvitation({
  ctx,
  input,
}: {
  ctx: Context;
  input: { invitationId: string };
}): Promise<void> {
  authorise(ctx, "manage");
  await inTransaction(ctx, async (tx) => {
    const [row] = await tx
      .update(invitations)
      .set({ revokedAt: new Date() })
      .where(
        and(
          eq(invitations.id, input.invitationId),
          isNull(invitations.acceptedAt),
          isNull(invitations.revokedAt),
        ),
      )
      .returning({ email: invitations.email });
    if (!row) throw notFound("invitation");
    await appendAudit(tx, ctx, {
      action: "invitation.revoked",
      targetKind: "invitation",
      targetId: input.invitationId,
      details: { email: row.email },
    });
  });
}
