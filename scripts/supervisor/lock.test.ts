import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { processIdentity } from "#/lib/processes.ts";
import { makeTemporaryFolder } from "../../test/temporary-folder.ts";
import { takeLock } from "./lock.ts";

let folder: Awaited<ReturnType<typeof makeTemporaryFolder>>;
let path: string;

beforeEach(async () => {
  folder = await makeTemporaryFolder();
  path = join(folder.path, "bright-run.lock");
});
afterEach(() => folder.remove());

test("one holder at a time, and nothing is left behind", async () => {
  const release = await takeLock(folder.path);
  await expect(takeLock(folder.path)).rejects.toThrow(
    new RegExp(
      `^Another Bright Run \\(process ${process.pid}\\) is already running on the data folder`,
    ),
  );
  await release();
  expect(await readdir(folder.path)).toEqual([]);
  await (
    await takeLock(folder.path)
  )();
});

test("the lock of a process that is gone, or of another one with its id, is taken over", async () => {
  const release = await takeLock(folder.path);
  const holder = JSON.parse(await readFile(path, "utf8"));
  await release();
  const other = spawn("sleep", ["600"]);
  await writeFile(
    path,
    JSON.stringify({ ...holder, processId: other.pid, identity: "an earlier one" }),
  );
  await (
    await takeLock(folder.path)
  )();
  other.kill("SIGKILL");
  await once(other, "exit");
  await writeFile(path, JSON.stringify({ ...holder, processId: other.pid }));
  await (
    await takeLock(folder.path)
  )();
  await writeFile(path, "{ half a");
  await (
    await takeLock(folder.path)
  )();
});

test("the lock of another machine holds as long as it is refreshed", async () => {
  const holder = { processId: 1, identity: processIdentity(1), machine: "elsewhere" };
  await writeFile(path, JSON.stringify(holder));
  const refresh = setInterval(() => {
    const now = new Date();
    void utimes(path, now, now);
  }, 100);
  await expect(takeLock(folder.path)).rejects.toThrow(/^Another Bright Run/);
  clearInterval(refresh);
  await new Promise((resolve) => setTimeout(resolve, 0));
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(path, longAgo, longAgo);
  await (
    await takeLock(folder.path)
  )();
});

test("of many that start at once over a stale lock exactly one gets it", async () => {
  await writeFile(path, "{}");
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => takeLock(folder.path)));
  const taken = results.filter((result) => result.status === "fulfilled");
  expect(taken).toHaveLength(1);
  await taken[0]?.value();
});
