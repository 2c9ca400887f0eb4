import { appendFile, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { openSpool, readAbandonedSpools, removeSpool } from "./spool.ts";
import { makeTemporaryFolder } from "../../../test/temporary-folder.ts";

const folders: Awaited<ReturnType<typeof makeTemporaryFolder>>[] = [];
afterAll(() => Promise.all(folders.map(({ remove }) => remove())));

async function temporaryFolder(): Promise<string> {
  const folder = await makeTemporaryFolder();
  folders.push(folder);
  return folder.path;
}

/** As if the process that wrote the folder's files had ended: its id now names nobody. */
async function orphan(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  const orphaned = names.map((name) =>
    name.replace(/^\d+-[0-9a-f]{12}/, `${2 ** 22 + 1}-${"0".repeat(12)}`),
  );
  for (const [place, name] of names.entries()) {
    await rename(join(folder, name), join(folder, orphaned[place] ?? name));
  }
  return orphaned.map((name) => join(folder, name));
}

test("lines that come together are on the disk together, and a settled file goes at the end", async () => {
  const folder = await temporaryFolder();
  const spool = openSpool(folder);
  const lines = await Promise.all([1, 2, 3].map((number) => spool.append({ number })));
  const [name = ""] = await readdir(folder);
  expect((await readFile(join(folder, name), "utf8")).trim().split("\n")).toHaveLength(3);
  // A running process's file is its own.
  expect(await readAbandonedSpools(folder)).toEqual([]);
  for (const line of lines) line.settle();
  await spool.close();
  expect(await readdir(folder)).toEqual([]);
});

test("what wasn't settled is found after the end of its process, in order", async () => {
  const folder = await temporaryFolder();
  const spool = openSpool(folder);
  await spool.append({ text: "one\nline" });
  (await spool.append({ text: "settled" })).settle();
  await spool.append({ text: "\u2028 é" });
  await spool.close();
  await orphan(folder);
  const [file] = await readAbandonedSpools(folder);
  expect(file).toMatchObject({
    records: [{ text: "one\nline" }, { text: "settled" }, { text: "\u2028 é" }],
    tornBytes: 0,
  });
  if (file) await removeSpool(file);
  expect(await readdir(folder)).toEqual([]);
});

test("wherever a write was torn, the whole lines before it are read and the file is kept aside", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 200 }), async (seed) => {
      const folder = await temporaryFolder();
      const spool = openSpool(folder);
      for (const number of [1, 2, 3]) await spool.append({ number, text: "x".repeat(20) });
      await spool.close();
      const [path = ""] = await orphan(folder);
      const bytes = await readFile(path);
      const cut = seed % bytes.length;
      await writeFile(path, bytes.subarray(0, cut));
      const [file] = await readAbandonedSpools(folder);
      const whole = bytes.subarray(0, cut).toString("utf8").split("\n").length - 1;
      expect(file?.records).toHaveLength(whole);
      const isTorn = (file?.tornBytes ?? 0) > 0;
      expect(isTorn).toBe(cut > 0 && bytes[cut - 1] !== 10);
      if (file) await removeSpool(file);
      expect((await readdir(folder)).some((name) => name.endsWith(".torn"))).toBe(isTorn);
    }),
    { numRuns: 12 },
  );
});

test("a line that was changed on the disk is no line", async () => {
  const folder = await temporaryFolder();
  const spool = openSpool(folder);
  await spool.append({ number: 1 });
  await spool.close();
  const [path = ""] = await orphan(folder);
  await appendFile(path, `0123456789abcdef {"number":2}\n`);
  const [file] = await readAbandonedSpools(folder);
  expect(file?.records).toEqual([{ number: 1 }]);
  expect(file?.tornBytes).toBeGreaterThan(0);
});
