import { eq } from "drizzle-orm";
import { readTemplates } from "./read-templates.ts";
import type { Template } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { getProject } from "../projects/get-project.ts";
import { templates } from "#/platform/db/tables/sources.ts";

/**
 * All templates of a project, retired ones too, with their versions (newest first) and how many
 * conversations each version wrote.
 * @throws not_found
 */
export async function listTemplates({
  ctx,
  input,
}: {
  ctx: Context;
  input: { projectId: string };
}): Promise<Template[]> {
  authorise(ctx, "read");
  return inTransaction(ctx, async (tx, ctx) => {
    const { id } = await getProject({ ctx, input });
    return readTemplates(tx, ctx, eq(templates.projectId, id));
  });
}
