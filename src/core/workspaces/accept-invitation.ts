import { eq, sql } from "drizzle-orm";
import type { Logger } from "pino";
import { z } from "zod";
import { createAccount } from "./create-account.ts";
import { hashToken } from "./invite-member.ts";
import {
  acceptInvitationInput,
  passwordSchema,
  personNameSchema,
  type Role,
  roleSchema,
} from "./schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import type { Context } from "../context.ts";
import { BrightError } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import type { Database } from "#/platform/db/connect.ts";
import { user } from "#/platform/db/tables/auth.ts";
import { invitations, members } from "#/platform/db/tables/workspaces.ts";

interface OpenInvitation {
  id: string;
  workspaceId: string;
  workspaceName: string;
  email: string;
  role: Role;
}

/** The invitation behind a link, while it is open. @throws not_found with the reason in words */
export async function getOpenInvitation(
  db: Pick<Database, "execute">,
  token: string,
): Promise<OpenInvitation> {
  const result = await db.execute<{
    id: string;
    workspace_id: string;
    workspace_name: string;
    email: string;
    role: string;
    expired: boolean;
    accepted_at: Date | null;
    revoked_at: Date | null;
  }>(
    sql`select *, expires_at < now() as expired from bright.invitation_by_token(${hashToken(token)})`,
  );
  const row = result.rows[0];
  if (!row || row.revoked_at) throw closed("This invitation doesn't exist any more.");
  if (row.accepted_at) throw closed("This invitation was used already. If it was you, sign in.");
  if (row.expired) throw closed("This invitation has run out.");
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    workspaceName: row.workspace_name,
    email: row.email,
    role: roleSchema.parse(row.role),
  };
}

/** What the page of an invitation shows. @throws not_found */
export async function viewInvitation({ db, token }: { db: Database; token: string }) {
  const invitation = await getOpenInvitation(db, token);
  const accounts = await db
    .select({ id: user.id })
    .from(user)
    .where(eq(user.email, invitation.email));
  const { workspaceName, email, role } = invitation;
  return { workspaceName, email, role, hasAccount: accounts.length > 0 };
}

/**
 * Joins the workspace: with a new account (name and password), or with the signed-in one of that address.
 * @throws not_found, invalid_input, unauthenticated when the address has an account that isn't signed in
 */
export async function acceptInvitation(given: {
  db: Database;
  log: Logger;
  requestId: string;
  /** The person who is signed in in this browser, if any. */
  signedIn: { id: string; name: string; email: string } | null;
  input: z.input<typeof acceptInvitationInput>;
}): Promise<void> {
  const input = parseInput(acceptInvitationInput, given.input);
  await given.db.transaction(async (tx) => {
    const invitation = await getOpenInvitation(tx, input.token);
    const [existing] = await tx.select().from(user).where(eq(user.email, invitation.email));
    const person = existing ? existingPerson(existing, given.signedIn) : newPerson(input);
    await tx.execute(sql`select set_config('bright.workspace', ${invitation.workspaceId}, true)`);
    const id = person.id ?? (await createAccount(tx, { ...person, email: invitation.email })).id;
    const taken = await tx
      .update(invitations)
      .set({ acceptedAt: new Date() })
      .where(
        sql`${invitations.id} = ${invitation.id} and accepted_at is null and revoked_at is null`,
      )
      .returning({ id: invitations.id });
    if (taken.length === 0)
      throw closed("This invitation was used already. If it was you, sign in.");
    await tx
      .insert(members)
      .values({ workspaceId: invitation.workspaceId, userId: id, role: invitation.role })
      .onConflictDoNothing();
    const ctx: Context = {
      db: given.db,
      log: given.log,
      requestId: given.requestId,
      workspaceId: invitation.workspaceId,
      actor: { id, name: person.name, role: invitation.role },
      transaction: tx,
    };
    await appendAudit(tx, ctx, {
      action: "member.joined",
      targetKind: "member",
      targetId: id,
      details: { role: invitation.role, invitation: invitation.id },
    });
  });
}

const newPersonSchema = z.object({ name: personNameSchema, password: passwordSchema });

interface JoiningPerson {
  id: string | null;
  name: string;
  password: string;
}

function existingPerson(
  existing: { id: string; name: string },
  signedIn: { id: string } | null,
): JoiningPerson {
  if (signedIn?.id === existing.id) return { id: existing.id, name: existing.name, password: "" };
  throw new BrightError(
    "unauthenticated",
    "The invited address has an account already. Nothing was changed; sign in with it and open the invitation again.",
  );
}

function newPerson(input: z.output<typeof acceptInvitationInput>): JoiningPerson {
  return { id: null, ...parseInput(newPersonSchema, input) };
}

function closed(reason: string): BrightError {
  return new BrightError(
    "not_found",
    `${reason} Nothing was changed; ask an owner of the workspace for a new link.`,
  );
}
