import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Client } from "pg";
import { listenForProgress, type ProgressNotice } from "./listen.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";
import { withClient } from "./with-client.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("a closed listener leaves no timer behind", async () => {
  const set = vi.spyOn(globalThis, "setInterval");
  const clear = vi.spyOn(globalThis, "clearInterval");
  const connected = Promise.withResolvers<void>();
  const listener = listenForProgress(database.appUrl, {
    onNotice: () => undefined,
    onConnected: connected.resolve,
  });
  await connected.promise;
  await listener.close();
  const timers = set.mock.results.map(({ value }) => value as unknown);
  const cleared = clear.mock.calls.map(([timer]) => timer as unknown);
  expect(timers.length).toBeGreaterThan(0);
  await expect.poll(() => timers.filter((timer) => !cleared.includes(timer))).toEqual([]);
  vi.restoreAllMocks();
});

test("what isn't ours on the channel is passed over", async () => {
  const connected = Promise.withResolvers<void>();
  const heard: ProgressNotice[] = [];
  const listener = listenForProgress(database.appUrl, {
    onNotice: (notice) => heard.push(notice),
    onConnected: connected.resolve,
  });
  await connected.promise;
  const ours = { workspaceId: "w", projectId: "p" };
  await withClient(database.appUrl, async (client: Client) => {
    for (const text of ["{oops", "null", "{}", JSON.stringify(ours)]) {
      await client.query("select pg_notify('bright_progress', $1)", [text]);
    }
  });
  await expect.poll(() => heard).toEqual([ours]);
  await listener.close();
});
