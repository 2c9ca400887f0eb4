import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeTemporaryFolder } from "../../../test/temporary-folder.ts";
import { readOrCreateSecrets, readSecrets } from "./secrets-file.ts";

let folder: Awaited<ReturnType<typeof makeTemporaryFolder>>;

beforeEach(async () => {
  folder = await makeTemporaryFolder();
});
afterEach(() => folder.remove());

test("secrets are made once, for their owner's eyes only", async () => {
  const made = await readOrCreateSecrets(folder.path);
  expect(await readOrCreateSecrets(folder.path)).toEqual(made);
  expect(await readSecrets(folder.path)).toEqual(made);
  expect(new Set(Object.values(made)).size).toBe(4);
  expect((await stat(join(folder.path, "secrets.json"))).mode & 0o777).toBe(0o600);
});

test("a secret that a newer version needs is added and the others are kept", async () => {
  const path = join(folder.path, "secrets.json");
  await writeFile(path, JSON.stringify({ postgresPassword: "old", later: "kept" }));
  expect((await readOrCreateSecrets(folder.path)).postgresPassword).toBe("old");
  expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({
    postgresPassword: "old",
    later: "kept",
  });
});

test("a broken file is told and left alone", async () => {
  const path = join(folder.path, "secrets.json");
  await writeFile(path, '{"postgresPassword": "ol');
  await expect(readOrCreateSecrets(folder.path)).rejects.toThrow(
    /it is not valid JSON\. Nothing was changed/,
  );
  expect(await readFile(path, "utf8")).toBe('{"postgresPassword": "ol');
});
