import { eq, getTableColumns, getTableName, type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Transaction } from "#/platform/db/connect.ts";

/** Rows of one table below a parent, as they are copied below another. */
interface Copying {
  table: PgTable;
  /** The column that names the parent, by its key in the table. */
  parent: string;
  /** Old parent -> new parent. */
  parents: ReadonlyMap<string, string>;
  /** Old id -> new id, where rows below these are copied next; others get an id of their own. */
  ids?: ReadonlyMap<string, string>;
  /** What else differs in the copy, by key. */
  set?: Record<string, SQL>;
}

/**
 * Copies rows inside the database: every column that the table has, whatever comes to it later.
 * @returns how many rows were copied.
 */
export async function copyRows(
  tx: Transaction,
  { table, parent, parents, ids, set = {} }: Copying,
): Promise<number> {
  const columns = Object.entries(getTableColumns(table));
  const values = columns.map(([key, column]) => {
    if (key === parent) return sql`parent.fresh`;
    if (key === "id") return ids ? sql`own.fresh` : sql`gen_random_uuid()`;
    return set[key] ?? sql`source.${sql.identifier(column.name)}`;
  });
  const names = columns.map(([, column]) => sql.identifier(column.name));
  const parentColumn = columns.find(([key]) => key === parent)?.[1];
  if (!parentColumn) throw new Error(`${getTableName(table)} has no column ${parent}`);
  const own = ids
    ? sql`join ${pairs(ids)} as own (old uuid, fresh uuid) on own.old = source.id`
    : sql``;
  const result = await tx.execute(sql`
    insert into ${table} (${sql.join(names, sql`, `)})
    select ${sql.join(values, sql`, `)}
    from ${table} source
    join ${pairs(parents)} as parent (old uuid, fresh uuid)
      on parent.old = source.${sql.identifier(parentColumn.name)}
    ${own}`);
  return result.rowCount ?? 0;
}

/** New ids for the rows of a table below a project: old -> new. */
export async function freshIds(
  tx: Transaction,
  table: PgTable,
  projectId: string,
): Promise<Map<string, string>> {
  const { id, projectId: owner } = getTableColumns(table);
  if (!id || !owner) throw new Error(`${getTableName(table)} has no id below a project`);
  const rows = await tx
    .select({ old: sql<string>`${id}`, fresh: sql<string>`gen_random_uuid()` })
    .from(table)
    .where(eq(owner, projectId));
  return new Map(rows.map(({ old, fresh }) => [old, fresh]));
}

function pairs(map: ReadonlyMap<string, string>): SQL {
  const rows = [...map].map(([old, fresh]) => ({ old, fresh }));
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)`;
}
