import { and, asc, eq, isNotNull, isNull } from "drizzle-orm";
import type { Project } from "./schema.ts";
import { toProject } from "./row.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { projects } from "#/platform/db/tables/workspaces.ts";

/** The workspace's projects, the oldest first: those at work, or with `archived` just the others. */
export async function listProjects({
  ctx,
  archived = false,
}: {
  ctx: Context;
  archived?: boolean;
}): Promise<Project[]> {
  authorise(ctx, "read");
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select()
      .from(projects)
      .where(
        and(
          eq(projects.workspaceId, ctx.workspaceId),
          archived ? isNotNull(projects.archivedAt) : isNull(projects.archivedAt),
        ),
      )
      .orderBy(asc(projects.createdAt), asc(projects.id));
    return rows.map(toProject);
  });
}
