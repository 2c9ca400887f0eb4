import { cp, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { PgBoss } from "pg-boss";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTemporaryFolder } from "../../../test/temporary-folder.ts";
import { migrateDatabase } from "./migrate.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";
import { withClient } from "./with-client.ts";

const repositoryMigrations = resolve(import.meta.dirname, "../../../drizzle");
let database: TestDatabase;
let folder: Awaited<ReturnType<typeof makeTemporaryFolder>>;
let journal: { entries: { idx: number; when: number; tag: string; breakpoints: boolean }[] };

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await makeTemporaryFolder();
  journal = JSON.parse(await readFile(join(repositoryMigrations, "meta/_journal.json"), "utf8"));
});

afterAll(async () => {
  await database.drop();
  await folder.remove();
});

/** A copy of the repository's migrations with more of them, or fewer (a negative number). */
async function migrationsWith(
  name: string,
  change: number,
  options: { sql?: string; when?: number } = {},
): Promise<string> {
  const target = join(folder.path, name);
  await cp(repositoryMigrations, target, { recursive: true });
  const entries = journal.entries.slice(0, change < 0 ? change : undefined);
  for (let index = 0; index < change; index += 1) {
    const last = entries.at(-1);
    const idx = (last?.idx ?? -1) + 1;
    const tag = `${String(idx).padStart(4, "0")}_more`;
    entries.push({ idx, when: options.when ?? (last?.when ?? 0) + 1, tag, breakpoints: true });
    await writeFile(
      join(target, `${tag}.sql`),
      options.sql ?? `create table public.more_${idx} (id int);`,
    );
  }
  await writeFile(join(target, "meta/_journal.json"), JSON.stringify({ ...journal, entries }));
  return target;
}

test("a database that is up to date is left as it is", async () => {
  expect(await migrateDatabase(database)).toEqual({ firstTime: false, applied: 0 });
});

test("a database of a newer Bright Run is refused and left as it is", async () => {
  const migrationsFolder = await migrationsWith("older", -1);
  await expect(migrateDatabase({ ...database, migrationsFolder })).rejects.toThrow(
    /^This database was made by a newer Bright Run: it has \d+ migrations, this version knows \d+\. It was left as it is\./,
  );
});

test("a database with other migrations is refused", async () => {
  const migrationsFolder = await migrationsWith("other", 0);
  const tag = journal.entries[0]?.tag ?? "";
  await writeFile(join(migrationsFolder, `${tag}.sql`), "select 1;");
  await expect(migrateDatabase({ ...database, migrationsFolder })).rejects.toThrow(
    /^This database was made by another Bright Run: its migration number 1 isn't the one/,
  );
});

test("new migrations are applied once, also when two start at the same time", async () => {
  const own = await createTestDatabase();
  try {
    const migrationsFolder = await migrationsWith("newer", 2);
    const results = await Promise.all(
      [1, 2].map(() => migrateDatabase({ ...own, migrationsFolder })),
    );
    expect(results.map((result) => result.applied).sort()).toEqual([0, 2]);
  } finally {
    await own.drop();
  }
});

test("a migration that fails leaves the database at the version before it", async () => {
  const migrationsFolder = await migrationsWith("broken", 2, {
    sql: "create table public.once (id int);",
  });
  await expect(migrateDatabase({ ...database, migrationsFolder })).rejects.toThrow(/once/);
  expect(await migrateDatabase(database)).toEqual({ firstTime: false, applied: 0 });
});

test("a migration whose time lies before the newest one is told, not skipped in silence", async () => {
  const migrationsFolder = await migrationsWith("early", 1, { when: 1 });
  await expect(migrateDatabase({ ...database, migrationsFolder })).rejects.toThrow(
    /^The migration \d+_more was not applied, because its time in/,
  );
});

test("the app's role uses the queue without owning it", async () => {
  const boss = new PgBoss({
    connectionString: database.appUrl,
    schema: "queue",
    migrate: false,
    supervise: false,
  });
  await boss.start();
  await boss.createQueue("letters");
  await boss.send("letters", { to: "Ada" });
  const [job] = await boss.fetch<{ to: string }>("letters");
  expect(job?.data).toEqual({ to: "Ada" });
  await boss.complete("letters", job?.id ?? "");
  await boss.supervise();
  await boss.stop({ graceful: false });
  const rights = await withClient(database.appUrl, async (client) => {
    await expect(client.query("alter table queue.job add column mine int")).rejects.toThrow(
      /must be owner/,
    );
    return client.query("select has_schema_privilege('queue', 'create') as may");
  });
  expect(rights.rows).toEqual([{ may: false }]);
});

test("a login role of one's own is made, and given its new password when that changed", async () => {
  const name = `${database.name}_app`;
  const urlWith = (password: string) => {
    const url = new URL(database.appUrl);
    url.username = name;
    url.password = password;
    return url.href;
  };
  const whoAmI = (url: string) =>
    withClient(
      url,
      async (client) => (await client.query("select current_user as name")).rows[0]?.name,
    );
  await migrateDatabase({ ...database, appUrl: urlWith("first") });
  expect(await whoAmI(urlWith("first"))).toBe(name);
  await migrateDatabase({ ...database, appUrl: urlWith("it's 2nd") });
  expect(await whoAmI(urlWith("it's 2nd"))).toBe(name);
  await expect(whoAmI(urlWith("first"))).rejects.toThrow(/password authentication failed/);
  await withClient(database.ownerUrl, (client) => client.query(`drop role ${name}`));
});

test("a login role that would see everything is refused", async () => {
  await expect(migrateDatabase({ ...database, appUrl: database.ownerUrl })).rejects.toThrow(
    /^DATABASE_APP_URL signs in as "bright_owner", which is the owner itself/,
  );
});
