import { eq } from "drizzle-orm";
import { readProgress } from "./read-progress.ts";
import type { BatchProgress } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { getProject } from "../projects/get-project.ts";
import { batches } from "#/platform/db/tables/generation.ts";

/**
 * The batches of a project, newest first, the last hundred.
 * @throws notFound
 */
export async function listBatches({
  ctx,
  input,
}: {
  ctx: Context;
  input: { projectId: string };
}): Promise<BatchProgress[]> {
  authorise(ctx, "read");
  return inTransaction(ctx, async (tx, ctx) => {
    const { id } = await getProject({ ctx, input });
    return readProgress(tx, ctx, eq(batches.projectId, id));
  });
}
