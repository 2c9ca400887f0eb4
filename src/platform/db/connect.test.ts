import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectDatabase, type DatabaseConnection } from "./connect.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";
import { withClient } from "./with-client.ts";

let database: TestDatabase;
let app: DatabaseConnection;
beforeAll(async () => {
  database = await createTestDatabase();
  app = connectDatabase(database.appUrl, 2);
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

const endAllOthers = () =>
  withClient(database.ownerUrl, (client) =>
    client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and usename = 'bright_app'`,
    ),
  );
const works = () =>
  app.db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ one: number }>(sql`select 1 as one`);
    return rows;
  });

test("connections that are ended at any moment are given back, so that the pool never runs dry", async () => {
  for (let time = 0; time < 4; time += 1) {
    await expect(
      app.db.transaction(async (tx) => {
        await endAllOthers();
        return tx.execute(sql`select 1`);
      }),
    ).rejects.toThrow();
    // One that broke while it was idle may be handed out once more: its BEGIN fails.
    const held = await app.pool.connect();
    await endAllOthers();
    held.release();
    await works().catch(() => undefined);
  }
  expect(await works()).toEqual([{ one: 1 }]);
  expect(app.pool.waitingCount).toBe(0);
  expect(app.pool.totalCount - app.pool.idleCount).toBe(0);
});
