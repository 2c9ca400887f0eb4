import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { processIsAlive, signalProcess, waitForProcessEnd } from "#/lib/processes.ts";
import { makeTemporaryFolder } from "../../../test/temporary-folder.ts";
import { findLeftPostmaster, readPostmasterFile } from "./embedded-attach.ts";
import { findClusterHome, readPointer } from "./embedded-home.ts";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "./embedded.ts";
import { withClient } from "./with-client.ts";

const password = "a password / with : signs";
let folder: Awaited<ReturnType<typeof makeTemporaryFolder>>;

beforeEach(async () => {
  folder = await makeTemporaryFolder();
});

afterEach(async () => {
  const { homeDirectory, clusterDirectory } = await findClusterHome(folder.path);
  const left = await findLeftPostmaster(clusterDirectory);
  if (left) {
    signalProcess(left.processId, "SIGQUIT");
    await waitForProcessEnd(left.processId, 20_000);
  }
  await rm(homeDirectory, { recursive: true, force: true });
  await folder.remove();
});

/** Without fsync, whose price these tests pay many times; the first one asks for it. */
const start = (durable = false) =>
  startEmbeddedPostgres({ dataDirectory: folder.path, password, durable });

async function ask(postgres: EmbeddedPostgres, statement: string): Promise<unknown[]> {
  return withClient(postgres.ownerUrl, async (client) => (await client.query(statement)).rows);
}

test("a first start makes a safe cluster, and the next finds data and port again", async () => {
  const first = await start(true);
  expect(first.attached).toBe(false);
  const settings = await ask(
    first,
    `select name, setting from pg_settings where name in ('fsync', 'data_checksums', 'listen_addresses',
       'unix_socket_directories', 'jit', 'server_encoding', 'password_encryption') order by name`,
  );
  expect(settings).toEqual([
    { name: "data_checksums", setting: "on" },
    { name: "fsync", setting: "on" },
    { name: "jit", setting: "off" },
    { name: "listen_addresses", setting: "127.0.0.1" },
    { name: "password_encryption", setting: "scram-sha-256" },
    { name: "server_encoding", setting: "UTF8" },
    { name: "unix_socket_directories", setting: "" },
  ]);
  expect(await ask(first, "select upper('ä') as upper")).toEqual([{ upper: "Ä" }]);
  await ask(first, "create table kept as select 1 as one");
  await first.stop();
  await first.ended;
  expect(processIsAlive(first.processId)).toBe(false);

  const second = await start();
  expect(second.port).toBe(first.port);
  expect(await ask(second, "select one from kept")).toEqual([{ one: 1 }]);
  await second.stop();
});

test("after a SIGKILL of the parent the next start attaches to the Postgres left behind", async () => {
  const fixture = fileURLToPath(new URL("./embedded.fixture.ts", import.meta.url));
  const parent = spawn(process.execPath, [fixture, folder.path, password], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(parent.stdout, "data");
  const left = Number(String(line));
  parent.kill("SIGKILL");
  await once(parent, "exit");
  expect(processIsAlive(left)).toBe(true);

  const postgres = await start();
  expect(postgres).toMatchObject({ attached: true, processId: left });
  expect(await ask(postgres, "select 1 as one")).toEqual([{ one: 1 }]);
  await postgres.stop();
  await postgres.ended;
  expect(processIsAlive(left)).toBe(false);
});

test("one that is just stopping is waited for", async () => {
  const first = await start();
  const stopped = first.stop();
  const second = await start();
  await stopped;
  expect(second.processId).not.toBe(first.processId);
  expect(await ask(second, "select 1 as one")).toEqual([{ one: 1 }]);
  await second.stop();
});

describe("a stale postmaster.pid", () => {
  test("of a Postgres that was killed doesn't block the next start", async () => {
    const first = await start(true);
    await ask(first, "create table kept as select 1 as one");
    signalProcess(first.processId, "SIGKILL");
    await first.ended;
    const second = await start();
    expect(await ask(second, "select one from kept")).toEqual([{ one: 1 }]);
    await second.stop();
  });

  test("whose id another program has by now doesn't block it, and that program lives on", async () => {
    const first = await start();
    const { clusterDirectory } = await findClusterHome(folder.path);
    const text = await readFile(join(clusterDirectory, "postmaster.pid"), "utf8");
    await first.stop();
    const other = spawn("sleep", ["600"]);
    try {
      const stale = text.replace(String(first.processId), String(other.pid));
      await writeFile(join(clusterDirectory, "postmaster.pid"), stale);
      expect((await readPostmasterFile(clusterDirectory))?.processId).toBe(other.pid);
      const second = await start();
      expect(second.attached).toBe(false);
      expect(processIsAlive(other.pid ?? 0)).toBe(true);
      await second.stop();
    } finally {
      other.kill("SIGKILL");
    }
  });
});

test("a port that another program has taken meanwhile is changed and remembered", async () => {
  const first = await start();
  await first.stop();
  const { createServer } = await import("node:net");
  const other = createServer().listen(first.port, "127.0.0.1");
  await once(other, "listening");
  const second = await start();
  other.close();
  expect(second.port).not.toBe(first.port);
  expect((await readPointer(folder.path)).port).toBe(second.port);
  await second.stop();
});

test("a cluster of another Postgres version is refused and left as it is", async () => {
  await (await start()).stop();
  const { clusterDirectory } = await findClusterHome(folder.path);
  await writeFile(join(clusterDirectory, "PG_VERSION"), "16\n");
  await expect(start()).rejects.toThrow(
    /holds a database of Postgres 16, but this Bright Run brings Postgres 18\. It was left as it is\./,
  );
});

test("a password that doesn't fit names the secrets file", async () => {
  const first = await start();
  await expect(
    startEmbeddedPostgres({ dataDirectory: folder.path, password: "other" }),
  ).rejects.toThrow(/The password in .*secrets\.json doesn't open the database/);
  expect(await ask(first, "select 1 as one")).toEqual([{ one: 1 }]);
  await first.stop();
});

test.runIf(process.getuid?.() === 0)("as root, a folder of mode 0700 works too", async () => {
  const closed = await makeTemporaryFolder(0o700);
  try {
    const options = { dataDirectory: closed.path, password, durable: false };
    const first = await startEmbeddedPostgres(options);
    await first.stop();
    const { homeDirectory } = await readPointer(closed.path);
    expect(homeDirectory).toMatch(/^\/var\/lib\/bright-run\//);
    expect((await stat(homeDirectory ?? "")).uid).not.toBe(0);
    const second = await startEmbeddedPostgres(options);
    await second.stop();
    // A data folder that was deleted and made anew begins anew; the old cluster is put aside.
    await rm(join(closed.path, "postgres.json"));
    const third = await startEmbeddedPostgres({ ...options, password: "new" });
    await third.stop();
    await rm(homeDirectory ?? "", { recursive: true });
  } finally {
    await closed.remove();
  }
});
