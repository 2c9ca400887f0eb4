import { createHash, randomBytes } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import type { z } from "zod";
import { inviteInput } from "./schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { invalidField } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { user } from "#/platform/db/tables/auth.ts";
import { invitations, members } from "#/platform/db/tables/workspaces.ts";

const DAYS_VALID = 7;

/** What is stored of an invitation's token: a copy of the database opens no door. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/**
 * Invites an address; an older open invitation of the same address ends.
 * @returns the path of the page, without the origin, and when it ends.
 */
export async function inviteMember({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof inviteInput>;
}): Promise<{ path: string; expiresAt: Date }> {
  authorise(ctx, "manage");
  const { email, role } = parseInput(inviteInput, input);
  const token = randomBytes(24).toString("base64url");
  const expiresAt = new Date(Date.now() + DAYS_VALID * 86_400_000);
  return inTransaction(ctx, async (tx) => {
    const present = await tx
      .select({ id: members.userId })
      .from(members)
      .innerJoin(user, eq(user.id, members.userId))
      .where(eq(user.email, email));
    if (present.length > 0) {
      throw invalidField(
        "email",
        `${email} belongs to this workspace already. Nobody was invited; change the role in the list instead.`,
      );
    }
    await tx
      .update(invitations)
      .set({ revokedAt: new Date() })
      .where(
        and(
          eq(invitations.email, email),
          isNull(invitations.acceptedAt),
          isNull(invitations.revokedAt),
        ),
      );
    const [row] = await tx
      .insert(invitations)
      .values({
        workspaceId: ctx.workspaceId,
        email,
        role,
        tokenHash: hashToken(token),
        expiresAt,
        createdBy: ctx.actor.id,
        createdByName: ctx.actor.name,
      })
      .returning({ id: invitations.id });
    await appendAudit(tx, ctx, {
      action: "member.invited",
      targetKind: "invitation",
      targetId: row?.id ?? email,
      details: { email, role },
    });
    return { path: `/join/${token}`, expiresAt };
  });
}
