import { eq } from "drizzle-orm";
import type { z } from "zod";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { lockBudget } from "../workspaces/lock-budget.ts";
import { setProjectCapInput } from "../workspaces/spending-schema.ts";
import { projects } from "#/platform/db/tables/workspaces.ts";

/**
 * The most that a project spends on models altogether, millionths of a US dollar. What was reserved before may
 * still go out: who promises that nothing does waits for it after the commit. @throws notFound
 */
export async function setProjectCap({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof setProjectCapInput>;
}): Promise<void> {
  authorise(ctx, "manage");
  const { projectId, capMicros } = parseInput(setProjectCapInput, input);
  await inTransaction(ctx, async (tx, ctx) => {
    const own = eq(projects.id, projectId);
    const [known] = await tx.select({ id: projects.id }).from(projects).where(own);
    if (!known) throw notFound("project");
    await lockBudget(tx, ctx.workspaceId, { scope: "project", key: projectId });
    const [row] = await tx
      .select({ before: projects.capMicros, name: projects.name })
      .from(projects)
      .where(own)
      .for("no key update");
    if (!row) throw notFound("project");
    if (row.before === capMicros) return;
    await tx.update(projects).set({ capMicros }).where(own);
    await appendAudit(tx, ctx, {
      action: "project_cap.set",
      targetKind: "project",
      targetId: projectId,
      details: { project: row.name, before: row.before, capMicros },
    });
  });
}
