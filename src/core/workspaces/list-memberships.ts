import { sql } from "drizzle-orm";
import { type Role, roleSchema } from "./schema.ts";
import type { Database } from "#/platform/db/connect.ts";

export interface Membership {
  workspaceId: string;
  workspaceName: string;
  role: Role;
}

/** The workspaces of a person, the one joined first on top. Needed before a workspace is known. */
export async function listMemberships(db: Database, userId: string): Promise<Membership[]> {
  const result = await db.execute<{ workspace_id: string; workspace_name: string; role: string }>(
    sql`select workspace_id, workspace_name, role from bright.memberships_of(${userId})`,
  );
  return result.rows.map((row) => ({
    workspaceId: row.workspace_id,
    workspaceName: row.workspace_name,
    role: roleSchema.parse(row.role),
  }));
}
