import { and, count, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { authorise, inTransaction, type Context } from "../context.ts";
import { notFound } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { checkFilter, checkSort } from "./check-filter.ts";
import { filterConditions, liveRows } from "./filter-sql.ts";
import { requireProject } from "./require-project.ts";
import {
  conversationFilterSchema,
  conversationSortSchema,
  type neighboursSchema,
} from "./schema.ts";
import { sortedRows } from "./sort-sql.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";

export const neighboursInput = z.object({
  projectId: z.uuid(),
  conversationId: z.uuid(),
  filter: conversationFilterSchema.default({}),
  sort: conversationSortSchema.prefault({}),
});

/**
 * The rows before and after a conversation in the filtered, sorted table. A conversation outside the
 * filter has no place (null) and no neighbours; `total` is the number of rows in the filter.
 */
export async function getNeighbours({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof neighboursInput>;
}): Promise<z.infer<typeof neighboursSchema>> {
  authorise(ctx, "read");
  const { projectId, conversationId, filter, sort } = parseInput(neighboursInput, input);
  return inTransaction(ctx, async (tx, ctx) => {
    await requireProject(tx, ctx, projectId);
    await checkFilter(tx, projectId, filter);
    await checkSort(tx, projectId, sort);
    const where = and(...filterConditions(projectId, filter));
    const { from, order } = sortedRows(projectId, sort);
    const { rows } = await tx.execute<{
      previousId: string | null;
      nextId: string | null;
      place: number;
      total: number;
    }>(sql`select previous_id as "previousId", next_id as "nextId", place, total from (
        select ${conversations.id} as id,
          lag(${conversations.id}) over table_order as previous_id,
          lead(${conversations.id}) over table_order as next_id,
          (row_number() over table_order)::int as place, (count(*) over ())::int as total
        from ${from} where ${where} window table_order as (order by ${order})
      ) as ordered where id = ${conversationId}`);
    if (rows[0]) return rows[0];
    const [known] = await tx
      .select({ id: conversations.id })
      .from(conversations)
      .where(and(...liveRows(projectId), eq(conversations.id, conversationId)));
    if (!known) throw notFound("conversation");
    const [counted] = await tx.select({ total: count() }).from(conversations).where(where);
    return { previousId: null, nextId: null, place: null, total: counted?.total ?? 0 };
  });
}
