import { desc, eq } from "drizzle-orm";
import { z } from "zod";
import { authorise, inTransaction, type Context } from "../context.ts";
import { requireProject } from "../conversations/require-project.ts";
import { parseInput } from "../parse-input.ts";
import { toRecord } from "./record.ts";
import type { ExportRecord } from "./schema.ts";
import { exports } from "#/platform/db/tables/generation.ts";

export const listExportsInput = z.object({ projectId: z.uuid() });

/** Every export of a project, the newest first. */
export async function listExports({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof listExportsInput>;
}): Promise<ExportRecord[]> {
  authorise(ctx, "read");
  const { projectId } = parseInput(listExportsInput, input);
  return inTransaction(ctx, async (tx, ctx) => {
    await requireProject(tx, ctx, projectId);
    const rows = await tx
      .select()
      .from(exports)
      .where(eq(exports.projectId, projectId))
      .orderBy(desc(exports.number));
    return rows.map(toRecord);
  });
}
