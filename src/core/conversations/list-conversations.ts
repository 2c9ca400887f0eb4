import { and, count, sql } from "drizzle-orm";
import type { z } from "zod";
import { authorise, inTransaction, type Context } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { checkFilter, checkSort } from "./check-filter.ts";
import { filterConditions, hasIdIn } from "./filter-sql.ts";
import { requireProject } from "./require-project.ts";
import { rowColumns, toRow } from "./row.ts";
import { type conversationPageSchema, listConversationsInput } from "./schema.ts";
import { sortedRows } from "./sort-sql.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";

/**
 * One page of the table: filtered, sorted, with the number of all rows that match.
 * A page behind the last one is empty and still tells the total.
 */
export async function listConversations({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof listConversationsInput>;
}): Promise<z.infer<typeof conversationPageSchema>> {
  authorise(ctx, "read");
  const { projectId, filter, sort, page, pageSize } = parseInput(listConversationsInput, input);
  return inTransaction(ctx, async (tx, ctx) => {
    await requireProject(tx, ctx, projectId);
    await checkFilter(tx, projectId, filter);
    await checkSort(tx, projectId, sort);
    const where = and(...filterConditions(projectId, filter));
    const { from, order } = sortedRows(projectId, sort);
    // The ids come from an index alone; only the rows of the page are read whole.
    const found = await tx.execute<{ id: string }>(sql`select ${conversations.id} as id
      from ${from} where ${where} order by ${order} limit ${pageSize} offset ${(page - 1) * pageSize}`);
    const ids = found.rows.map((row) => row.id);
    const [counted] = await tx.select({ total: count() }).from(conversations).where(where);
    const rows = await tx.select(rowColumns).from(conversations).where(hasIdIn(ids));
    const byId = new Map(rows.map((row) => [row.id, toRow(row)]));
    const total = counted?.total ?? 0;
    return { rows: ids.flatMap((id) => byId.get(id) ?? []), total, page, pageSize };
  });
}
