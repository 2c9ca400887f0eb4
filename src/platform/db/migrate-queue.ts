import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Client } from "pg";
import { z } from "zod";
import { StartError } from "#/platform/start-error.ts";

/** The schema that holds the queue's tables; the worker starts pg-boss on it with `migrate: false`. */
export const queueSchema = "queue";

/**
 * Installs or upgrades pg-boss' schema as the owner and lets the app's group use it, without the
 * right to change its tables. Throws a `StartError` for a schema of a newer pg-boss.
 */
export async function migrateQueue(client: Client, group: string): Promise<void> {
  const ours = await packagedVersion();
  const present = await installedVersion(client);
  if (present !== undefined && present > ours) {
    throw new StartError(
      `This database was made by a newer Bright Run: its job queue has version ${present}, this version knows ${ours}. ` +
        "It was left as it is. Start the newer version.",
    );
  }
  if (present !== ours) {
    // Loaded only when there is something to do: most starts have nothing.
    const { getConstructionPlans, getMigrationPlans } = await import("pg-boss");
    // Both are whole transactions; index builds stand in them, since the app's role may not build any.
    await client.query(
      present === undefined
        ? getConstructionPlans(queueSchema)
        : getMigrationPlans(queueSchema, present),
    );
  }
  if (!(await mayUse(client, group))) await grantUse(client, group);
}

/** Asked at every start, because a crash may come between the installation and its grants. */
async function mayUse(client: Client, group: string): Promise<boolean> {
  const result = await client.query<{ may: boolean }>(
    `select coalesce(bool_and(has_table_privilege($1, oid, 'select,insert,update,delete')), false) as may
       from pg_class where relnamespace = $2::regnamespace and relkind in ('r', 'p')`,
    [group, queueSchema],
  );
  return result.rows[0]?.may === true;
}

async function grantUse(client: Client, group: string): Promise<void> {
  await client.query(`
    grant select, insert, update, delete on all tables in schema ${queueSchema} to ${group};
    grant usage on schema ${queueSchema} to ${group};
    grant usage, select on all sequences in schema ${queueSchema} to ${group};
    grant execute on all functions in schema ${queueSchema} to ${group};
  `);
}

async function packagedVersion(): Promise<number> {
  const main = createRequire(import.meta.url).resolve("pg-boss");
  const text = await readFile(join(dirname(dirname(main)), "package.json"), "utf8");
  return z.object({ pgboss: z.object({ schema: z.number() }) }).parse(JSON.parse(text)).pgboss
    .schema;
}

async function installedVersion(client: Client): Promise<number | undefined> {
  const table = await client.query<{ present: boolean }>(
    `select to_regclass('${queueSchema}.version') is not null as present`,
  );
  if (table.rows[0]?.present !== true) return undefined;
  const version = await client.query<{ version: number }>(
    `select version from ${queueSchema}.version`,
  );
  return version.rows[0] ? Number(version.rows[0].version) : undefined;
}
