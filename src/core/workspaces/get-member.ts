import { and, asc, eq, or } from "drizzle-orm";
import { BrightError, notFound } from "../errors.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { user } from "#/platform/db/tables/auth.ts";
import { members } from "#/platform/db/tables/workspaces.ts";

/**
 * One member with name and address, locked until the transaction ends together with the owners, always in
 * one order: two owners who take the role from each other then wait instead of locking each other out.
 * @throws not_found
 */
export async function getMember(tx: Transaction, userId: string) {
  // Locked alone: Drizzle qualifies the name in FOR UPDATE OF, which Postgres refuses in a join.
  await tx
    .select({ userId: members.userId })
    .from(members)
    .where(or(eq(members.userId, userId), eq(members.role, "owner")))
    .orderBy(asc(members.userId))
    .for("update");
  const rows = await tx
    .select({ userId: members.userId, role: members.role, name: user.name, email: user.email })
    .from(members)
    .innerJoin(user, eq(user.id, members.userId))
    .where(eq(members.userId, userId));
  const member = rows[0];
  if (!member) throw notFound("person");
  return member;
}

/** Refuses what would leave the workspace without an owner. @throws conflict */
export async function keepAnOwner(tx: Transaction, workspaceId: string): Promise<void> {
  const owners = await tx
    .select({ userId: members.userId })
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), eq(members.role, "owner")))
    .for("update");
  if (owners.length > 1) return;
  throw new BrightError(
    "conflict",
    "This is the last owner of the workspace. Nothing was changed; make somebody else an owner first.",
  );
}
