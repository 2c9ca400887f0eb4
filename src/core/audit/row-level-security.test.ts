import { sql, type SQL } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Context, inTransaction } from "../context.ts";
import { createTestContext, type TestContext } from "../../../test/context.ts";

let test: TestContext;
let own: Context;
let foreign: Context;
let tables: string[];

beforeAll(async () => {
  test = await createTestContext();
  own = test.ctx;
  foreign = (await test.addWorkspace()).ctx;
  const { rows } = await test.ownerDb.execute<{ name: string }>(sql`
    select relname as name from pg_class
    where relnamespace = 'bright'::regnamespace and relkind in ('r', 'p') order by relname`);
  tables = rows.map((row) => row.name);
  for (const table of tables) {
    for (const ctx of [own, foreign]) await insertRow(table, ctx.workspaceId);
  }
});
afterAll(() => test.close());

/** The tables of the schema whose rows aren't kept apart: not enabled, not forced, or without a policy. */
async function unguardedTables(): Promise<string[]> {
  const { rows } = await test.ownerDb.execute<{ name: string }>(sql`
    select relname as name from pg_class
    where relnamespace = 'bright'::regnamespace and relkind in ('r', 'p', 'f')
      and not (relrowsecurity and relforcerowsecurity
        and exists (select 1 from pg_policy where polrelid = pg_class.oid))
    order by relname`);
  return rows.map((row) => row.name);
}

/** A made-up row of any table, past foreign keys, as a superuser may. Gone again if it stood already. */
async function insertRow(table: string, workspaceId: string): Promise<void> {
  const { names, values } = await madeUpRow(table, workspaceId);
  await test.ownerDb.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(
      sql`insert into ${tableNamed(table)} (${names}) values (${values}) on conflict do nothing`,
    );
  });
}

async function madeUpRow(table: string, workspaceId: string): Promise<{ names: SQL; values: SQL }> {
  const { rows: columns } = await test.ownerDb.execute<{ name: string; type: string }>(sql`
    select column_name as name, data_type as type from information_schema.columns
    where table_schema = 'bright' and table_name = ${table}`);
  const owning = owningColumn(table);
  const valueOf = ({ name, type }: { name: string; type: string }): SQL => {
    if (name === owning) return sql`${workspaceId}::uuid`;
    if (type === "uuid") return sql`gen_random_uuid()`;
    if (type === "text") return sql`gen_random_uuid()::text`;
    if (type === "jsonb") return sql`'{}'::jsonb`;
    if (type === "boolean") return sql`false`;
    if (type.startsWith("timestamp")) return sql`now()`;
    return sql`1`;
  };
  const comma = sql`, `;
  return {
    names: sql.join(
      columns.map(({ name }) => sql.identifier(name)),
      comma,
    ),
    values: sql.join(columns.map(valueOf), comma),
  };
}

const tableNamed = (table: string) => sql`bright.${sql.identifier(table)}`;
const owningColumn = (table: string) => (table === "workspaces" ? "id" : "workspace_id");

/** Runs one statement as the app in the person's workspace: rows it reached, or Postgres' error code. */
async function attempt(ctx: Context, statement: SQL): Promise<number | string> {
  try {
    const result = await inTransaction(ctx, (tx) => tx.execute(statement));
    return result.rowCount ?? 0;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    return cause instanceof Error && "code" in cause ? String(cause.code) : String(error);
  }
}

const insufficientPrivilege = "42501";

describe("row-level security", () => {
  it("is enabled and forced on every table of the schema, and a table without it is found", async () => {
    expect(tables.length).toBeGreaterThan(20);
    expect(await unguardedTables()).toEqual([]);
    await test.ownerDb.execute(sql`create table bright.loose (workspace_id uuid)`);
    expect(await unguardedTables()).toEqual(["loose"]);
    await test.ownerDb.execute(sql`alter table bright.loose enable row level security`);
    expect(await unguardedTables()).toEqual(["loose"]);
    await test.ownerDb.execute(sql`drop table bright.loose`);
  });

  it("is no matter of the app's role: that owns nothing and can't look past it", async () => {
    const { rows } = await inTransaction(own, (tx) =>
      tx.execute(sql`select rolsuper or rolbypassrls as powerful,
        (select count(*)::int from pg_class where relowner = pg_roles.oid) as owns
        from pg_roles where rolname = current_user`),
    );
    expect(rows).toEqual([{ powerful: false, owns: 0 }]);
  });

  it("hides every foreign row, in every table", async () => {
    for (const table of tables) {
      const owning = sql.identifier(owningColumn(table));
      const counted = await test.ownerDb.execute<{ rows: number }>(
        sql`select count(*)::int as rows from ${tableNamed(table)} where ${owning} = ${foreign.workspaceId}`,
      );
      expect(counted.rows[0]?.rows, table).toBeGreaterThan(0);
      const all = sql`select ${owning} as workspace from ${tableNamed(table)}`;
      const seen = await inTransaction(own, (tx) => tx.execute<{ workspace: string }>(all));
      expect(new Set(seen.rows.map((row) => row.workspace)), table).toEqual(
        new Set([own.workspaceId]),
      );
      const unset = await own.db.execute(all);
      expect(unset.rows, `${table} without a workspace`).toEqual([]);
    }
  });

  it("lets nobody write a foreign row, in any table", async () => {
    for (const table of tables) {
      const target = tableNamed(table);
      const owning = sql.identifier(owningColumn(table));
      const { names, values } = await madeUpRow(table, foreign.workspaceId);
      const insert = sql`insert into ${target} (${names}) values (${values})`;
      expect(await attempt(own, insert), `insert into ${table}`).toBe(insufficientPrivilege);
      const move = sql`update ${target} set ${owning} = ${foreign.workspaceId}`;
      expect(await attempt(own, move), `move a row of ${table}`).toBe(insufficientPrivilege);
      const isForeign = sql`${owning} = ${foreign.workspaceId}`;
      const steal = sql`update ${target} set ${owning} = ${own.workspaceId} where ${isForeign}`;
      expect([0, insufficientPrivilege], `steal a row of ${table}`).toContain(
        await attempt(own, steal),
      );
      const remove = sql`delete from ${target} where ${isForeign}`;
      expect([0, insufficientPrivilege], `delete from ${table}`).toContain(
        await attempt(own, remove),
      );
    }
  });

  it("lets nobody change or remove what is only ever added to, not even through what it hangs on", async () => {
    const onlyAddedTo = [
      "template_versions",
      "conversation_versions",
      "messages",
      "decisions",
      "notes",
      "exports",
      "export_rows",
      "audit_events",
    ];
    for (const table of onlyAddedTo) {
      const owning = sql.identifier(owningColumn(table));
      const change = sql`update ${tableNamed(table)} set ${owning} = ${owning}`;
      expect(await attempt(own, change), `update ${table}`).toBe(insufficientPrivilege);
    }
    const { rows } = await test.ownerDb.execute<{ parent: string }>(sql`
      with recursive holding(name) as (
        select unnest(${sql.param(onlyAddedTo)}::text[]) collate "C"
        union
        select parent.relname::text collate "C" from holding
        join pg_constraint held on held.conrelid = ('bright.' || holding.name)::regclass
          and held.contype = 'f' and held.confdeltype = 'c'
        join pg_class parent on parent.oid = held.confrelid
          and parent.relnamespace = 'bright'::regnamespace)
      select name as parent from holding`);
    expect(rows.map(({ parent }) => parent)).toContain("conversations");
    for (const { parent } of rows) {
      const remove = sql`delete from ${tableNamed(parent)}`;
      expect(await attempt(own, remove), `delete from ${parent}`).toBe(insufficientPrivilege);
    }
  });
});
