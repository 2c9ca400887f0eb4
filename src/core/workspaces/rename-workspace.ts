import { eq } from "drizzle-orm";
import { workspaceNameSchema } from "./schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { workspaces } from "#/platform/db/tables/workspaces.ts";

/** Gives the workspace another name. */
export async function renameWorkspace({
  ctx,
  input,
}: {
  ctx: Context;
  input: { name: string };
}): Promise<void> {
  authorise(ctx, "manage");
  const name = parseInput(workspaceNameSchema, input.name);
  await inTransaction(ctx, async (tx) => {
    await tx.update(workspaces).set({ name }).where(eq(workspaces.id, ctx.workspaceId));
    await appendAudit(tx, ctx, {
      action: "workspace.renamed",
      targetKind: "workspace",
      targetId: ctx.workspaceId,
      details: { name },
    });
  });
}
