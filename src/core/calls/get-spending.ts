import { eq } from "drizzle-orm";
import { z } from "zod";
import { readBudgets } from "./read-budgets.ts";
import type { Spending } from "./spending-schema.ts";
import { thisMonth } from "../workspaces/lock-budget.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { projects } from "#/platform/db/tables/workspaces.ts";

const spendingInput = z.object({ projectId: z.uuid() });

/** What the workspace spent on models this month, and the project altogether, with their caps. @throws notFound */
export async function getSpending({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof spendingInput>;
}): Promise<Spending> {
  authorise(ctx, "read");
  const { projectId } = parseInput(spendingInput, input);
  return inTransaction(ctx, async (tx) => {
    const [known] = await tx
      .select({ month: thisMonth })
      .from(projects)
      .where(eq(projects.id, projectId));
    if (!known) throw notFound("project");
    const budgets = await readBudgets(tx, { projectId });
    const of = (scope: "month" | "project") => {
      const budget = budgets.find((each) => each.scope === scope);
      return {
        spentMicros: budget?.settledMicros ?? 0,
        reservedMicros: budget?.reservedMicros ?? 0,
        capMicros: budget?.capMicros ?? null,
      };
    };
    return { month: known.month, workspace: of("month"), project: of("project") };
  });
}
