import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

let first: TestDatabase;
let second: TestDatabase;

beforeAll(async () => {
  [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
});

afterAll(async () => {
  await Promise.all([first.drop(), second.drop()]);
});

test("a test signs in as the role without rights of its own", async () => {
  const client = new Client({ connectionString: first.appUrl });
  await client.connect();
  const role = await client.query(
    "select current_user, rolsuper, rolbypassrls from pg_roles where rolname = current_user",
  );
  expect(role.rows).toEqual([{ current_user: "bright_app", rolsuper: false, rolbypassrls: false }]);
  await expect(client.query("create table public.mine (id int)")).rejects.toThrow(
    /permission denied/,
  );
  await client.end();
});

test("what one file writes the other never sees", async () => {
  const one = new Client({ connectionString: first.ownerUrl });
  const other = new Client({ connectionString: second.ownerUrl });
  await Promise.all([one.connect(), other.connect()]);
  await one.query("create table public.mine (id int)");
  const found = await other.query("select to_regclass('public.mine') as found");
  expect(found.rows).toEqual([{ found: null }]);
  await Promise.all([one.end(), other.end()]);
});
