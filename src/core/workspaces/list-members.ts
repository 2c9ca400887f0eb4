import { asc, eq } from "drizzle-orm";
import type { Member } from "./schema.ts";
import { roleSchema } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { user } from "#/platform/db/tables/auth.ts";
import { members } from "#/platform/db/tables/workspaces.ts";

/** The people of the workspace, those who joined first on top. */
export async function listMembers({ ctx }: { ctx: Context }): Promise<Member[]> {
  authorise(ctx, "read");
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select({
        userId: members.userId,
        name: user.name,
        email: user.email,
        role: members.role,
        joinedAt: members.createdAt,
      })
      .from(members)
      .innerJoin(user, eq(user.id, members.userId))
      .orderBy(asc(members.createdAt), asc(members.userId));
    return rows.map((row) => ({ ...row, role: roleSchema.parse(row.role) }));
  });
}
