import { and, eq } from "drizzle-orm";
import type { Project } from "./schema.ts";
import { toProject } from "./row.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import { isUuid } from "#/lib/uuid.ts";
import { projects } from "#/platform/db/tables/workspaces.ts";

/**
 * One project of the context's workspace, with its voice and its measures.
 * @throws not_found for unknown ids and those of other workspaces.
 */
export async function getProject({
  ctx,
  input,
}: {
  ctx: Context;
  input: { projectId: string };
}): Promise<Project> {
  authorise(ctx, "read");
  if (!isUuid(input.projectId)) throw notFound("project");
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx
      .select()
      .from(projects)
      .where(and(eq(projects.id, input.projectId), eq(projects.workspaceId, ctx.workspaceId)));
    if (!row) throw notFound("project");
    return toProject(row);
  });
}
