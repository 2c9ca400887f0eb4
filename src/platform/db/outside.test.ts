import type { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { choosePort } from "./embedded-port.ts";
import { migrateDatabase } from "./migrate.ts";
import { derivedAppUrl, openOutsideDatabase, refuseUnfit, sharesSessions } from "./outside.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";
import { withClient } from "./with-client.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const open = (databaseUrl: string) =>
  openOutsideDatabase({ databaseUrl, databaseAppUrl: undefined, appPassword: "app" });

/** A connection that answers each query with the next of these rows. */
function answering(rows: object[]): Pick<Client, "query"> {
  let index = 0;
  const query = async () => ({ rows: [rows[index++ % rows.length]] });
  return { query } as unknown as Pick<Client, "query">;
}

test("a fit database is opened, and an app role of its own can be made in it", async () => {
  const urls = await open(database.ownerUrl);
  expect(urls.ownerUrl).toBe(database.ownerUrl);
  expect(new URL(urls.appUrl).username).toBe(`bright_app_${database.name}`);
});

test("an unreachable database is one sentence without the password", async () => {
  const port = await choosePort(undefined);
  const message = await open(`postgres://me:hidden@127.0.0.1:${port}/db`).catch(String);
  expect(message).toMatch(
    new RegExp(
      `The database in DATABASE_URL \\(127\\.0\\.0\\.1:${port}/db\\) can't be opened: nothing listens there\\.`,
    ),
  );
  expect(message).not.toMatch(/hidden/);
});

test("a wrong password and an unknown database are told apart", async () => {
  const wrong = new URL(database.ownerUrl);
  wrong.password = "wrong";
  await expect(open(wrong.href)).rejects.toThrow(/user or password is wrong/);
  const unknown = new URL(database.ownerUrl);
  unknown.pathname = "/nowhere";
  await expect(open(unknown.href)).rejects.toThrow(/there is no database of that name/);
});

test("Supabase's transaction pooler is refused by its port, before any connection", async () => {
  await expect(
    open("postgres://postgres.abc:x@aws-0-eu-central-1.pooler.supabase.com:6543/postgres"),
  ).rejects.toThrow(/pooler in transaction mode.*port 5432 rather than 6543/);
});

test("any pooler that shares sessions between connections is noticed", async () => {
  const shared = answering([{ session: 7 }]);
  expect(await sharesSessions(shared, shared)).toBe(true);
  const changing = answering([{ session: 1 }, { session: 2 }]);
  expect(await sharesSessions(changing, answering([{ session: 3 }]))).toBe(true);
  expect(await sharesSessions(answering([{ session: 1 }]), answering([{ session: 2 }]))).toBe(
    false,
  );
});

test.each([
  [{ version: 140_011, name: "14.11" }, /is Postgres 14\.11, but Bright Run needs 15 or newer/],
  [{ version: 160_000, copy: true }, /is a read-only copy/],
  [
    { version: 160_000, copy: false, sees_all: false, role: "me" },
    /role "me".*doesn't see past row-level/,
  ],
])("%j is refused", async (row, sentence) => {
  await expect(refuseUnfit(answering([row]))).rejects.toThrow(sentence);
});

test("the app's password follows from the owner's, so that machines agree without exchanging it", () => {
  const one = derivedAppUrl("postgres://me:secret@host:5432/db?sslmode=require", "a");
  expect(derivedAppUrl("postgres://me:secret@host:5432/db?sslmode=require", "b")).toBe(one);
  expect(derivedAppUrl("postgres://me:other@host:5432/db?sslmode=require", "a")).not.toBe(one);
  expect(one).not.toContain("secret");
  expect(one).toMatch(/^postgres:\/\/bright_app_db:.+@host:5432\/db\?sslmode=require$/);
  const pooled = derivedAppUrl("postgres://postgres.abc:x@a.pooler.supabase.com:5432/db", "a");
  expect(new URL(pooled).username).toBe("bright_app_db.abc");
});

test("two products on one server have an app role each", () => {
  const roleFor = (path: string) =>
    new URL(derivedAppUrl(`postgres://me:secret@host:5432${path}`, "a")).username;
  expect(roleFor("/one")).toBe("bright_app_one");
  expect(roleFor("/two")).toBe("bright_app_two");
  expect(roleFor("/My%20Data")).toBe("bright_app_my_data");
  expect(roleFor("")).toBe("bright_app");
  expect(roleFor(`/${"x".repeat(63)}`).length).toBeLessThanOrEqual(63);
});

test("an owner without superuser rights sets a database up; one without CREATEROLE gets a sentence", async () => {
  const owner = `${database.name}_owner`;
  const plain = `${database.name}_plain`;
  await withClient(database.ownerUrl, async (client) => {
    await client.query(`create role ${owner} login createrole bypassrls password 'x'`);
    await client.query(`create role ${plain} login bypassrls password 'x'`);
    await client.query(`grant bright_app_group to ${owner} with admin option`);
    await client.query(`create database ${owner} owner ${owner}`);
    await client.query(`create database ${plain} owner ${plain}`);
  });
  const urlOf = (user: string, role: string) => {
    const url = new URL(database.ownerUrl);
    url.username = role;
    url.password = "x";
    url.pathname = `/${user}`;
    return url.href;
  };
  try {
    await open(urlOf(owner, owner));
    const result = await migrateDatabase({
      ownerUrl: urlOf(owner, owner),
      appUrl: urlOf(owner, `${owner}_app`),
    });
    expect(result.firstTime).toBe(true);
    await expect(
      migrateDatabase({ ownerUrl: urlOf(plain, plain), appUrl: urlOf(plain, `${plain}_app`) }),
    ).rejects.toThrow(/may not make or change roles.*run this once as an administrator/);
  } finally {
    await withClient(database.ownerUrl, async (client) => {
      await client.query(`drop database if exists ${owner} with (force)`);
      await client.query(`drop database if exists ${plain} with (force)`);
      await client.query(`drop role if exists ${owner}_app, ${owner}, ${plain}`);
    });
  }
});
