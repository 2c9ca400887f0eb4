import { and, eq } from "drizzle-orm";
import type { Context } from "../context.ts";
import { notFound } from "../errors.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { projects } from "#/platform/db/tables/workspaces.ts";

/** Throws notFound unless the project exists in the context's workspace. @returns its name. */
export async function requireProject(
  tx: Transaction,
  ctx: Context,
  projectId: string,
): Promise<{ id: string; name: string }> {
  const [project] = await tx
    .select({ id: projects.id, name: projects.name })
    .from(projects)
    .where(and(eq(projects.id, projectId), eq(projects.workspaceId, ctx.workspaceId)));
  if (!project) throw notFound("project");
  return project;
}
