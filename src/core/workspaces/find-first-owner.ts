import { and, asc, eq, sql } from "drizzle-orm";
import type { Actor } from "../context.ts";
import type { Database } from "#/platform/db/connect.ts";
import { user } from "#/platform/db/tables/auth.ts";
import { members } from "#/platform/db/tables/workspaces.ts";

/**
 * The owner who joined the oldest workspace first: whom a command on the server itself acts for.
 * Undefined while nobody has signed up.
 */
export async function findFirstOwner(
  db: Database,
): Promise<{ workspaceId: string; actor: Actor } | undefined> {
  return db.transaction(async (tx) => {
    const first = await tx.execute<{ workspace: string | null }>(
      sql`select bright.first_workspace() as workspace`,
    );
    const workspaceId = first.rows[0]?.workspace;
    if (!workspaceId) return undefined;
    await tx.execute(sql`select set_config('bright.workspace', ${workspaceId}, true)`);
    const [owner] = await tx
      .select({ id: user.id, name: user.name })
      .from(members)
      .innerJoin(user, eq(user.id, members.userId))
      .where(and(eq(members.workspaceId, workspaceId), eq(members.role, "owner")))
      .orderBy(asc(members.createdAt), asc(members.userId))
      .limit(1);
    return owner && { workspaceId, actor: { ...owner, role: "owner" } };
  });
}
