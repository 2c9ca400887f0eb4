import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Logger } from "pino";
import { listMemberships } from "./list-memberships.ts";
import { emailSchema } from "./schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { inTransaction } from "../context.ts";
import { invalidField } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import type { Auth } from "#/platform/auth/auth.ts";
import { createResetToken } from "#/platform/auth/reset-link.ts";
import type { Database } from "#/platform/db/connect.ts";
import { user } from "#/platform/db/tables/auth.ts";

/**
 * A one-time password link for any account, for whoever has a shell on the server: the way back in when
 * the last owner has lost the password. Every workspace of the person has it on its trail.
 * @returns the path of the page, without the origin, and when it ends. @throws invalid_input for an unknown address
 */
export async function createServerPasswordLink(given: {
  db: Database;
  auth: Auth;
  log: Logger;
  email: string;
}): Promise<{ path: string; expiresAt: Date }> {
  const email = parseInput(emailSchema, given.email);
  const [person] = await given.db.select().from(user).where(eq(user.email, email));
  if (!person) {
    throw invalidField(
      "email",
      `No account has the address ${email}. Nothing was changed; check the spelling, or ask an owner who belongs to the workspace.`,
    );
  }
  const { token, expiresAt } = await createResetToken(given.auth, person.id);
  for (const { workspaceId } of await listMemberships(given.db, person.id)) {
    const ctx = {
      db: given.db,
      log: given.log,
      workspaceId,
      requestId: randomUUID(),
      actor: { id: "system", name: "Command on the server", role: "owner" as const },
    };
    await inTransaction(ctx, (tx) =>
      appendAudit(tx, ctx, {
        action: "password_link.created",
        targetKind: "member",
        targetId: person.id,
        details: { name: person.name },
      }),
    );
  }
  return { path: `/reset-password?token=${token}`, expiresAt };
}
