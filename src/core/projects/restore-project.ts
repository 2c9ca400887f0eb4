import { changeProject } from "./change-project.ts";
import type { Project } from "./schema.ts";
import type { Context } from "../context.ts";

/** Brings an archived project back into the lists. @throws not_found */
export async function restoreProject({
  ctx,
  input,
}: {
  ctx: Context;
  input: { projectId: string };
}): Promise<Project> {
  return changeProject(ctx, input.projectId, ({ archivedAt }) =>
    archivedAt ? { set: { archivedAt: null }, audit: { action: "project.restored" } } : null,
  );
}
