import { eq } from "drizzle-orm";
import type { z } from "zod";
import { setMonthlyCapInput } from "./spending-schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { workspaces } from "#/platform/db/tables/workspaces.ts";

/** The most that the workspace spends on models in a calendar month (UTC), millionths of a US dollar. */
export async function setMonthlyCap({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof setMonthlyCapInput>;
}): Promise<void> {
  authorise(ctx, "manage");
  const { capMicros } = parseInput(setMonthlyCapInput, input);
  await inTransaction(ctx, async (tx, ctx) => {
    const [row] = await tx
      .select({ before: workspaces.monthlyCapMicros })
      .from(workspaces)
      .where(eq(workspaces.id, ctx.workspaceId))
      .for("update");
    if (!row) throw notFound("workspace");
    if (row.before === capMicros) return;
    await tx
      .update(workspaces)
      .set({ monthlyCapMicros: capMicros })
      .where(eq(workspaces.id, ctx.workspaceId));
    await appendAudit(tx, ctx, {
      action: "monthly_cap.set",
      targetKind: "workspace",
      targetId: ctx.workspaceId,
      details: { before: row.before, capMicros },
    });
  });
}
