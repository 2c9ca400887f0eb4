import { and, asc, eq, isNull } from "drizzle-orm";
import type { Project } from "./schema.ts";
import { toProject } from "./row.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { projects } from "#/platform/db/tables/workspaces.ts";

/** The workspace's projects, the oldest first; archived ones are left out. */
export async function listProjects({ ctx }: { ctx: Context }): Promise<Project[]> {
  authorise(ctx, "read");
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select()
      .from(projects)
      .where(and(eq(projects.workspaceId, ctx.workspaceId), isNull(projects.archivedAt)))
      .orderBy(asc(projects.createdAt), asc(projects.id));
    return rows.map(toProject);
  });
}
