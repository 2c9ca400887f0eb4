import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { choosePort } from "#/platform/db/embedded-port.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SupervisorBench } from "./fixtures/supervisor-bench.ts";

let bench: SupervisorBench;

beforeEach(async () => {
  bench = await SupervisorBench.create();
});
afterEach(() => bench.clear());

/** A start that is expected to refuse: what it said. */
async function refusal(environment: Record<string, string> = {}): Promise<string> {
  const supervisor = bench.start(environment);
  expect(await supervisor.ended).toBe(1);
  expect(supervisor.output()).not.toMatch(/\n\s+at /);
  return supervisor.output();
}

test("a second Bright Run on the same data folder", async () => {
  const first = bench.start();
  await bench.untilReady(first);
  expect(await refusal({ PORT: String(await choosePort(undefined)) })).toMatch(
    /^\nAnother Bright Run \(process \d+\) is already running on the data folder/,
  );
  expect((await bench.askWeb()).processId).toBeGreaterThan(0);
});

test("a taken port", async () => {
  const other = createServer().listen(bench.port, "127.0.0.1");
  await once(other, "listening");
  expect(await refusal()).toMatch(
    new RegExp(
      `^\nAnother program already uses port ${bench.port} on 127\\.0\\.0\\.1\\. Nothing was changed\\.`,
    ),
  );
  other.close();
});

test("a wrong setting", async () => {
  expect(await refusal({ PORT: "many" })).toMatch(/^\nThe setting PORT is "many"; it must be/);
});

test("a file where the data folder should be", async () => {
  const path = join(bench.path, "file");
  await writeFile(path, "mine");
  expect(await refusal({ BRIGHT_DATA_DIR: path })).toMatch(
    /is a file, not a folder\. It was left as it is/,
  );
  expect(await refusal({ BRIGHT_DATA_DIR: join(path, "deeper") })).toMatch(
    /a part of that path is a file/,
  );
});

test("an unreachable outside database", async () => {
  const nowhere = `postgres://me:hidden@127.0.0.1:${await choosePort(undefined)}/db`;
  const said = await refusal({ DATABASE_URL: nowhere });
  expect(said).toMatch(/^\nThe database in DATABASE_URL .* can't be opened: nothing listens there/);
  expect(said).not.toMatch(/hidden/);
});

test("a database of a newer Bright Run, which stays as it is", async () => {
  const migrations = join(bench.path, "migrations");
  await mkdir(join(migrations, "meta"), { recursive: true });
  const write = async (count: number) => {
    const entries = ["0000_one", "0001_two"]
      .slice(0, count)
      .map((tag, idx) => ({ idx, when: idx + 1, tag, breakpoints: true }));
    for (const { tag, idx } of entries)
      await writeFile(join(migrations, `${tag}.sql`), `create table t${idx} (id int);`);
    await writeFile(join(migrations, "meta/_journal.json"), JSON.stringify({ entries }));
  };
  await write(2);
  const first = bench.start({ FAKE_MIGRATIONS: migrations });
  await bench.untilReady(first);
  first.child.kill("SIGTERM");
  expect(await first.ended).toBe(0);
  await write(1);
  expect(await refusal({ FAKE_MIGRATIONS: migrations })).toMatch(
    /^\nThis database was made by a newer Bright Run/,
  );
  expect(await bench.postmaster()).toBeUndefined();
  await write(2);
  const again = bench.start({ FAKE_MIGRATIONS: migrations });
  await bench.untilReady(again);
});

test("a read-only and a full disk", async ({ skip }) => {
  const disk = join(bench.path, "disk");
  await mkdir(disk);
  const mounted = (options: string) =>
    spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", disk]).status === 0;
  if (!mounted("ro")) skip("needs the right to mount");
  try {
    expect(await refusal({ BRIGHT_DATA_DIR: disk })).toMatch(
      /can't be written: it is on a read-only disk/,
    );
    expect(await refusal({ BRIGHT_DATA_DIR: join(disk, "new") })).toMatch(
      /can't be made: it is on a read-only disk/,
    );
  } finally {
    spawnSync("umount", [disk]);
  }
  expect(mounted("size=8m")).toBe(true);
  try {
    expect(await refusal({ BRIGHT_DATA_DIR: disk })).toMatch(
      /is full: \d+ MB are free, 200 MB are needed/,
    );
  } finally {
    spawnSync("umount", [disk]);
    await rm(disk, { recursive: true });
  }
});
