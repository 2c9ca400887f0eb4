import { appendFile, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeTemporaryFolder, waitFor } from "../../test/temporary-folder.ts";
import { boundForeignLog, createOutput, plainLine } from "./output.ts";

let folder: Awaited<ReturnType<typeof makeTemporaryFolder>>;

beforeEach(async () => {
  folder = await makeTemporaryFolder();
});
afterEach(() => folder.remove());

test("a log line in JSON becomes its sentence", () => {
  expect(plainLine('{"level":30,"time":1,"msg":"Batch done"}')).toBe("Batch done");
  expect(plainLine('{"level":50,"msg":"Batch failed","err":{"message":"no answer"}}')).toBe(
    "error: Batch failed (no answer)",
  );
  expect(plainLine('{"level":40,"msg":"Slow"}')).toBe("warning: Slow");
  expect(plainLine("{ not JSON")).toBe("{ not JSON");
});

test("lines go to the file at once, and to the terminal from the moment they are shown", async () => {
  const printed: string[] = [];
  const output = createOutput({
    name: "web",
    logDirectory: folder.path,
    print: (line) => printed.push(line),
    shown: false,
  });
  const stream = new PassThrough();
  output.follow(stream);
  stream.write("starting\n");
  await waitFor("the first line", () => output.recent().includes("starting"));
  output.show();
  stream.write("hello\n");
  await waitFor("the second line", () => output.recent().includes("hello"));
  expect(printed).toEqual(["web     | hello"]);
  expect(await readFile(join(folder.path, "web.log"), "utf8")).toBe("starting\nhello\n");
});

test("a log stays bounded, with its older part beside it", async () => {
  const output = createOutput({
    name: "worker",
    logDirectory: folder.path,
    print: () => undefined,
    shown: true,
  });
  const stream = new PassThrough();
  output.follow(stream);
  const line = "x".repeat(1024 * 1024);
  for (let count = 0; count < 13; count += 1) stream.write(`${line}\n`);
  stream.write("last\n");
  await waitFor("the last line", () => output.recent().includes("last"));
  const path = join(folder.path, "worker.log");
  expect((await stat(path)).size).toBeLessThan(7 * 1024 * 1024);
  expect((await stat(`${path}.1`)).size).toBeLessThan(7 * 1024 * 1024);
});

test("a log that another process writes is cut, and goes on", async () => {
  const path = join(folder.path, "postgres.log");
  boundForeignLog(path);
  await writeFile(path, "x".repeat(6 * 1024 * 1024));
  boundForeignLog(path);
  await appendFile(path, "new\n");
  expect(await readFile(path, "utf8")).toBe("new\n");
  expect((await stat(`${path}.1`)).size).toBe(6 * 1024 * 1024);
});
