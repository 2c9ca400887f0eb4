import { eq } from "drizzle-orm";
import type { z } from "zod";
import { lockBudget, thisMonth } from "./lock-budget.ts";
import { setMonthlyCapInput } from "./spending-schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { workspaces } from "#/platform/db/tables/workspaces.ts";

/**
 * The most that the workspace spends on models in a calendar month (UTC), millionths of a US dollar. What was
 * reserved before may still go out: who promises that nothing does waits for it after the commit.
 */
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
    await lockBudget(tx, ctx.workspaceId, { scope: "month", key: thisMonth });
    const [row] = await tx
      .select({ before: workspaces.monthlyCapMicros })
      .from(workspaces)
      .where(eq(workspaces.id, ctx.workspaceId))
      .for("no key update");
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
