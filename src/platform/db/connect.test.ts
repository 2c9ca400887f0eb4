import { connect as connectTo, createServer, type Socket } from "node:net";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { connectDatabase, type DatabaseConnection } from "./connect.ts";
import { isPassingFailure } from "./passing-failure.ts";
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

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

test("a transaction that stands still, as of a frozen machine, is ended by the server and lets go of its rows", async () => {
  const short = connectDatabase(database.appUrl, 1, { idleInTransaction: 50 });
  onTestFinished(() => short.close());
  const failure = await failureOf(
    short.db.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(7)`);
      // Until the server has ended it.
      await withClient(database.ownerUrl, (client) =>
        client.query("select pg_advisory_lock(7), pg_advisory_unlock(7)"),
      );
      await tx.execute(sql`select 1`);
    }),
  );
  expect(isPassingFailure(failure)).toBe(true);
  expect(short.pool.totalCount - short.pool.idleCount).toBe(0);
  const told = await app.db.execute(sql`show idle_in_transaction_session_timeout`);
  expect(told.rows).toEqual([{ idle_in_transaction_session_timeout: "15s" }]);
});

test("a database that says nothing any more is left, with its connections, and asked anew", async () => {
  const { url, silence } = await startLine(database.appUrl);
  const behind = connectDatabase(url, 1, { answer: 200, connection: 200 });
  onTestFinished(() => behind.close());
  const ask = () => behind.db.transaction((tx) => tx.execute(sql`select 1 as one`));
  expect((await ask()).rows).toEqual([{ one: 1 }]);
  silence(true);
  const began = performance.now();
  const asked = [ask(), ask(), behind.db.execute(sql`select 1`)].map(failureOf);
  for (const failure of await Promise.all(asked)) expect(isPassingFailure(failure)).toBe(true);
  expect(performance.now() - began).toBeLessThan(5_000);
  silence(false);
  expect((await ask()).rows).toEqual([{ one: 1 }]);
  expect(behind.pool.totalCount - behind.pool.idleCount).toBe(0);
});

/** A line to the database that can go dead without a word. */
async function startLine(target: string) {
  const { hostname, port } = new URL(target);
  let isSilent = false;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connectTo(Number(port), hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("data", (data) => {
        if (!isSilent) to.write(data);
      });
      from.on("close", () => to.destroy());
      from.on("error", () => to.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const url = new URL(target);
  url.hostname = "127.0.0.1";
  url.port = String(address.port);
  return {
    url: url.href,
    silence: (now: boolean) => {
      isSilent = now;
    },
  };
}
