import { and, eq, or } from "drizzle-orm";
import { thisMonth } from "../workspaces/lock-budget.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { budgets } from "#/platform/db/tables/admission.ts";
import { batches } from "#/platform/db/tables/generation.ts";
import { projects, workspaces } from "#/platform/db/tables/workspaces.ts";

export const budgetScopes = ["batch", "project", "month"] as const;
export type BudgetScope = (typeof budgetScopes)[number];

/** Money of one scope in millionths of a US dollar: spent, held back for calls under way, and the cap. */
export interface Budget {
  scope: BudgetScope;
  settledMicros: number;
  reservedMicros: number;
  capMicros: number | null;
}

/**
 * What is spent, held back and allowed: of the project, of this month in the workspace, and of the batch
 * where one is named. Scopes in which nothing was spent yet are there too, with zeros.
 */
export async function readBudgets(
  tx: Transaction,
  { projectId, batchId = null }: { projectId: string; batchId?: string | null },
): Promise<Budget[]> {
  const rows = await tx
    .select()
    .from(budgets)
    .where(
      or(
        and(eq(budgets.scope, "project"), eq(budgets.key, projectId)),
        and(eq(budgets.scope, "month"), eq(budgets.key, thisMonth)),
        batchId ? and(eq(budgets.scope, "batch"), eq(budgets.key, batchId)) : undefined,
      ),
    );
  const [project] = await tx
    .select({ cap: projects.capMicros })
    .from(projects)
    .where(eq(projects.id, projectId));
  // Row-level security leaves the one workspace.
  const [workspace] = await tx.select({ cap: workspaces.monthlyCapMicros }).from(workspaces);
  const [batch] = batchId
    ? await tx.select({ cap: batches.capMicros }).from(batches).where(eq(batches.id, batchId))
    : [];
  const caps = { batch: batch?.cap, project: project?.cap, month: workspace?.cap };
  return budgetScopes
    .filter((scope) => scope !== "batch" || batchId !== null)
    .map((scope) => {
      const row = rows.find((candidate) => candidate.scope === scope);
      return {
        scope,
        settledMicros: row?.settledMicros ?? 0,
        reservedMicros: row?.reservedMicros ?? 0,
        capMicros: caps[scope] ?? null,
      };
    });
}
