import { readDocumentRows } from "./document-row.ts";
import type { DocumentRow } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { getProject } from "../projects/get-project.ts";

/**
 * The documents of a project by title, with how many passages each has and how many conversations
 * these ground.
 * @throws not_found
 */
export async function listDocuments({
  ctx,
  input,
}: {
  ctx: Context;
  input: { projectId: string };
}): Promise<DocumentRow[]> {
  authorise(ctx, "read");
  return inTransaction(ctx, async (tx, ctx) => {
    const { id } = await getProject({ ctx, input });
    return readDocumentRows(tx, { projectId: id });
  });
}
