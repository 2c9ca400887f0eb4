import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "#/platform/db/connect.ts";
import { budgets } from "#/platform/db/tables/admission.ts";

/** The month that money is counted in, as SQL: "2026-11", in UTC by database time. */
export const thisMonth = sql<string>`to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM')`;

/**
 * Keeps everybody from reserving money in a scope until the commit: so a cap is changed before a reservation,
 * which then sees it, or after it. To be taken before the row that the cap stands in.
 * @param key of `budgets`: the project's id, or the month.
 */
export async function lockBudget(
  tx: Transaction,
  workspaceId: string,
  { scope, key }: { scope: "project" | "month"; key: string | typeof thisMonth },
): Promise<void> {
  // Where nothing was spent yet: the first to reserve waits for this row as well.
  await tx.insert(budgets).values({ workspaceId, scope, key }).onConflictDoNothing();
  await tx
    .select({ key: budgets.key })
    .from(budgets)
    .where(
      and(eq(budgets.workspaceId, workspaceId), eq(budgets.scope, scope), eq(budgets.key, key)),
    )
    .for("update");
}
