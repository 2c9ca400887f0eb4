import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Client } from "pg";
import { z } from "zod";
import { StartError } from "#/platform/start-error.ts";
import { appGroup, ensureAppGroup, ensureAppRole } from "./migrate-roles.ts";
import { migrateQueue } from "./migrate-queue.ts";
import { withClient } from "./with-client.ts";

/** What a migration run found and did. */
export type MigrationResult = {
  /** True when the database was empty before. */
  firstTime: boolean;
  /** Number of SQL migrations applied now. */
  applied: number;
};

type Migration = { hash: string; name: string };

const journalSchema = z.object({ entries: z.array(z.object({ tag: z.string() })) });

/** Any number, the same for every Bright Run: two that start at once on one database take turns. */
const migrationLock = 7_203_114_507;

/**
 * Brings a database to this version: the group and the login role of the app, the SQL migrations
 * of `drizzle/`, and the schema of the queue, all as the owner and under one advisory lock.
 * `appUrl` names the login role and its password; `migrationsFolder` is for tests. Throws a
 * `StartError` for a database of a newer Bright Run, left as it is, or an owner that lacks a right.
 */
export async function migrateDatabase(options: {
  ownerUrl: string;
  appUrl: string;
  migrationsFolder?: string;
}): Promise<MigrationResult> {
  const folder = options.migrationsFolder ?? resolve(import.meta.dirname, "../../../drizzle");
  const known = await knownMigrations(folder);
  return withClient(options.ownerUrl, async (client) => {
    // Released when the connection ends.
    await client.query("select pg_advisory_lock($1)", [migrationLock]);
    const before = await appliedMigrations(client);
    refuseOthers(before, known);
    // First, since a missing right then leaves the database untouched.
    await ensureAppGroup(client, options.appUrl);
    await ensureAppRole(client, options.appUrl);
    if (before.length < known.length) await applyMigrations(client, folder, known);
    await migrateQueue(client, appGroup);
    return { firstTime: before.length === 0, applied: known.length - before.length };
  });
}

async function knownMigrations(folder: string): Promise<Migration[]> {
  const journal: unknown = JSON.parse(
    await readFile(join(folder, "meta", "_journal.json"), "utf8"),
  );
  const { entries } = journalSchema.parse(journal);
  return Promise.all(
    entries.map(async ({ tag }) => {
      const text = await readFile(join(folder, `${tag}.sql`), "utf8");
      // The same hash that drizzle stores beside each applied migration.
      return { name: tag, hash: createHash("sha256").update(text).digest("hex") };
    }),
  );
}

async function appliedMigrations(client: Client): Promise<string[]> {
  const table = await client.query<{ present: boolean }>(
    `select to_regclass('drizzle.__drizzle_migrations') is not null as present`,
  );
  if (table.rows[0]?.present !== true) return [];
  const applied = await client.query<{ hash: string }>(
    "select hash from drizzle.__drizzle_migrations order by created_at, id",
  );
  return applied.rows.map((row) => row.hash);
}

function refuseOthers(applied: string[], known: Migration[]): void {
  const strange = applied.findIndex((hash, index) => hash !== known[index]?.hash);
  if (strange === -1) return;
  const newer = strange >= known.length;
  throw new StartError(
    newer
      ? `This database was made by a newer Bright Run: it has ${applied.length} migrations, this version knows ${known.length}. ` +
          "It was left as it is. Start the newer version, or name another data folder in BRIGHT_DATA_DIR or another database in DATABASE_URL."
      : `This database was made by another Bright Run: its migration number ${strange + 1} isn't the one this version knows (${known[strange]?.name}). ` +
          "It was left as it is. Start the version that made it, or name another data folder in BRIGHT_DATA_DIR or another database in DATABASE_URL.",
  );
}

async function applyMigrations(client: Client, folder: string, known: Migration[]): Promise<void> {
  // Loaded only when there is something to do: most starts have nothing.
  const { drizzle } = await import("drizzle-orm/node-postgres");
  const { migrate } = await import("drizzle-orm/node-postgres/migrator");
  await migrate(drizzle(client), { migrationsFolder: folder, migrationsSchema: "drizzle" });
  const after = await appliedMigrations(client);
  // Drizzle silently skips a migration whose journal time lies before the newest one applied.
  const skipped = known.find(({ hash }) => !after.includes(hash));
  if (skipped) {
    throw new StartError(
      `The migration ${skipped.name} was not applied, because its time in drizzle/meta/_journal.json lies before one that was. ` +
        "The database was left at the version before it. Give it a later time and start again.",
    );
  }
}
