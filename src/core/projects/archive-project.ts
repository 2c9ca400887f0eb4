import { changeProject } from "./change-project.ts";
import type { Project } from "./schema.ts";
import type { Context } from "../context.ts";

/**
 * Takes a project out of the lists. Nothing in it is deleted, a run that is under way goes on, and
 * `restoreProject` brings it back. One that is archived already stays so.
 * @throws not_found
 */
export async function archiveProject({
  ctx,
  input,
}: {
  ctx: Context;
  input: { projectId: string };
}): Promise<Project> {
  return changeProject(ctx, input.projectId, ({ archivedAt }) =>
    archivedAt ? null : { set: { archivedAt: new Date() }, audit: { action: "project.archived" } },
  );
}
