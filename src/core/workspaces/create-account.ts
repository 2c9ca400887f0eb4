import { randomUUID } from "node:crypto";
import { hashPassword } from "better-auth/crypto";
import { eq } from "drizzle-orm";
import { invalidField } from "../errors.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { account, user } from "#/platform/db/tables/auth.ts";

/**
 * Makes an account with a password inside the caller's transaction, in better-auth's own tables and
 * hash, so that account and membership come to be together or not at all.
 * @throws invalid_input when the address has an account already.
 */
export async function createAccount(
  tx: Transaction,
  person: { name: string; email: string; password: string },
): Promise<{ id: string }> {
  const existing = await tx.select({ id: user.id }).from(user).where(eq(user.email, person.email));
  if (existing.length > 0) {
    throw invalidField(
      "email",
      "This e-mail address has an account already. Nothing was changed; sign in with it instead.",
    );
  }
  const id = randomUUID();
  await tx.insert(user).values({ id, name: person.name, email: person.email });
  await tx.insert(account).values({
    id: randomUUID(),
    accountId: id,
    providerId: "credential",
    userId: id,
    password: await hashPassword(person.password),
  });
  return { id };
}
