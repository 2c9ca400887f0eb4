import { getMember } from "./get-member.ts";
import { listMemberships } from "./list-memberships.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { BrightError } from "../errors.ts";
import type { Auth } from "#/platform/auth/auth.ts";
import { createResetToken } from "#/platform/auth/reset-link.ts";

/**
 * A one-time link for a member who lost the password, for the owner to hand over.
 * @returns the path of the page, without the origin, and when it ends.
 * @throws forbidden for somebody who belongs to other workspaces too: their account isn't this owner's to open.
 */
export async function createPasswordLink({
  ctx,
  auth,
  input,
}: {
  ctx: Context;
  auth: Auth;
  input: { userId: string };
}): Promise<{ path: string; expiresAt: Date }> {
  authorise(ctx, "manage");
  const member = await inTransaction(ctx, (tx) => getMember(tx, input.userId));
  const memberships = await listMemberships(ctx.db, input.userId);
  if (memberships.length > 1 && input.userId !== ctx.actor.id) {
    throw new BrightError(
      "forbidden",
      `${member.name} belongs to other workspaces too, so no link was made. Run "npm run -s password-link -- ${member.email}" on the server instead.`,
    );
  }
  const { token, expiresAt } = await createResetToken(auth, input.userId);
  await inTransaction(ctx, (tx) =>
    appendAudit(tx, ctx, {
      action: "password_link.created",
      targetKind: "member",
      targetId: input.userId,
      details: { name: member.name },
    }),
  );
  return { path: `/reset-password?token=${token}`, expiresAt };
}
