import { afterAll, beforeAll, expect, test } from "vitest";
import { pino } from "pino";
import { z } from "zod";
import { enqueue, type Queue, startQueue } from "./queue.ts";
import { connectDatabase, type DatabaseConnection } from "#/platform/db/connect.ts";
import { createTestDatabase, type TestDatabase } from "#/platform/db/test-database.ts";

const greeting = { name: "greeting", schema: z.object({ word: z.string() }) };
const log = pino({ level: "silent" });

let database: TestDatabase;
let connection: DatabaseConnection;
let queue: Queue;
beforeAll(async () => {
  database = await createTestDatabase();
  connection = connectDatabase(database.appUrl, 2);
});
afterAll(async () => {
  await queue.stop();
  await connection.close();
  await database.drop();
});

test("a job arrives once its transaction has committed, and never when it was rolled back", async () => {
  const words: string[] = [];
  const heard = Promise.withResolvers<void>();
  await connection.db.transaction((tx) => enqueue(tx, greeting, { word: "before any worker" }));
  queue = await startQueue({ url: database.appUrl, log });
  await queue.work(greeting, async ({ word }) => {
    words.push(word);
    if (words.includes("first") && words.includes("second")) heard.resolve();
  });
  await expect(
    connection.db.transaction(async (tx) => {
      await enqueue(tx, greeting, { word: "rolled back" });
      throw new Error("rolled back");
    }),
  ).rejects.toThrow("rolled back");
  await connection.db.transaction(async (tx) => {
    await enqueue(tx, greeting, { word: "first" });
    await enqueue(tx, greeting, { word: "second" });
  });
  await heard.promise;
  expect(words.sort()).toEqual(["first", "second"]);
});

test("a job is heard within a second of its commit", async () => {
  const heard = Promise.withResolvers<number>();
  const quick = { name: "quick", schema: z.object({ at: z.number() }) };
  await queue.work(quick, async ({ at }) => heard.resolve(performance.now() - at));
  await connection.db.transaction((tx) => enqueue(tx, quick, { at: performance.now() }));
  expect(await heard.promise).toBeLessThan(1_000);
});
