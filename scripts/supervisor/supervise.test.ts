import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { processIsAlive, signalProcess } from "#/lib/processes.ts";
import { createTestDatabase } from "#/platform/db/test-database.ts";
import { waitFor } from "../../test/temporary-folder.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SupervisorBench } from "./fixtures/supervisor-bench.ts";

let bench: SupervisorBench;

beforeEach(async () => {
  bench = await SupervisorBench.create();
});
afterEach(() => bench.clear());

test("starts all three, hands out the app's connection only, and stops all in order", async () => {
  const supervisor = bench.start();
  await bench.untilReady(supervisor);
  await bench.untilSaid(supervisor, "signed in as bright_app");
  const { processId, environment } = await bench.askWeb();
  expect(environment).toMatchObject({
    BRIGHT_DATA_DIR: bench.path,
    HOST: "127.0.0.1",
    PORT: String(bench.port),
  });
  expect(environment.DATABASE_URL).toBeUndefined();
  expect(environment.BRIGHT_SETUP_TOKEN).toBeUndefined();
  expect(new URL(environment.DATABASE_APP_URL ?? "").username).toBe("bright_app");
  const database = await bench.postmaster();
  const worker = await bench.workerProcessId();
  expect(database).toBeGreaterThan(0);

  supervisor.child.kill("SIGTERM");
  expect(await supervisor.ended).toBe(0);
  expect(supervisor.output()).toMatch(/web is told to stop/);
  // The worker still reached the database after it was told to stop: the database goes last.
  expect(supervisor.output()).toMatch(/worker is told to stop and the database answers 1/);
  expect([processId, worker, database ?? 0].filter(processIsAlive)).toEqual([]);
  expect(await readdir(bench.path)).not.toContain("bright-run.lock");
  expect(await readFile(join(bench.path, "logs/worker.log"), "utf8")).toMatch(
    /"msg":"worker \d+ signed in/,
  );
});

test("after a SIGKILL the next start uses the Postgres that was left behind", async () => {
  const first = bench.start();
  await bench.untilReady(first);
  await bench.untilSaid(first, "signed in as bright_app");
  const web = (await bench.askWeb()).processId;
  const worker = await bench.workerProcessId();
  const database = await bench.postmaster();
  first.child.kill("SIGKILL");
  await first.ended;
  expect(processIsAlive(database ?? 0)).toBe(true);

  const second = bench.start();
  await bench.untilReady(second);
  expect(second.output()).toMatch(/The database that an earlier run left behind is used again/);
  expect(await bench.postmaster()).toBe(database);
  expect((await bench.askWeb()).processId).not.toBe(web);
  expect([web, worker].filter(processIsAlive)).toEqual([]);
  second.child.kill("SIGTERM");
  expect(await second.ended).toBe(0);
  expect(processIsAlive(database ?? 0)).toBe(false);
});

test("children that crash are started again", async () => {
  const supervisor = bench.start();
  await bench.untilReady(supervisor);
  const before = await bench.askWeb("/crash");
  await bench.untilSaid(
    supervisor,
    /The web process ended \(code 7\)\. Starting it again in 1 s\./,
  );
  const after = await waitFor("the next web server", () => bench.askWeb().catch(() => undefined));
  expect(after.processId).not.toBe(before.processId);
  const worker = await bench.workerProcessId();
  signalProcess(worker, "SIGKILL");
  await waitFor("the next worker", async () => (await bench.workerProcessId()) !== worker);
  supervisor.child.kill("SIGTERM");
  expect(await supervisor.ended).toBe(0);
});

test("a database that dies is started again", async () => {
  const supervisor = bench.start();
  await bench.untilReady(supervisor);
  const before = await bench.postmaster();
  signalProcess(before ?? 0, "SIGKILL");
  await bench.untilSaid(supervisor, "The database is back.");
  expect(await bench.postmaster()).not.toBe(before);
  supervisor.child.kill("SIGTERM");
  expect(await supervisor.ended).toBe(0);
});

test("a second Ctrl+C ends a web server that hangs", async () => {
  const supervisor = bench.start({ FAKE_WEB_HANGS: "1" });
  await bench.untilReady(supervisor);
  const startedAt = performance.now();
  supervisor.child.kill("SIGINT");
  // npm hands the terminal's Ctrl+C on once more: that is still the first one.
  supervisor.child.kill("SIGINT");
  await bench.untilSaid(supervisor, "web is told to stop");
  await waitFor("the second to count", () => performance.now() - startedAt > 1000);
  expect(supervisor.output()).not.toMatch(/Stopping at once/);
  supervisor.child.kill("SIGINT");
  expect(await supervisor.ended).toBe(0);
  expect(supervisor.output()).toMatch(/Stopping at once/);
});

test("reachable from other machines, a set-up token is printed and handed to the web server", async () => {
  const supervisor = bench.start({ HOST: "0.0.0.0" });
  await bench.untilReady(supervisor);
  const token = /asked for this set-up token: (\S+)/.exec(supervisor.output())?.[1];
  expect((await bench.askWeb()).environment.BRIGHT_SETUP_TOKEN).toBe(token);
  supervisor.child.kill("SIGTERM");
  expect(await supervisor.ended).toBe(0);
});

test("runs on an outside database and leaves it running", async () => {
  const database = await createTestDatabase();
  try {
    const supervisor = bench.start({
      DATABASE_URL: database.ownerUrl,
      DATABASE_APP_URL: database.appUrl,
    });
    await bench.untilReady(supervisor);
    expect((await bench.askWeb()).environment).toMatchObject({ DATABASE_APP_URL: database.appUrl });
    expect(await bench.postmaster()).toBeUndefined();
    supervisor.child.kill("SIGTERM");
    expect(await supervisor.ended).toBe(0);
  } finally {
    await database.drop();
  }
});
