import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { assert as assertAlways, asyncProperty, string } from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  beginNewKey,
  forgetPreviousKey,
  readMasterKeys,
  readOrCreateMasterKeys,
} from "./master-key.ts";
import { createVault, type Vault } from "./vault.ts";
import { makeTemporaryFolder } from "../../../test/temporary-folder.ts";

let folder: Awaited<ReturnType<typeof makeTemporaryFolder>>;
let vault: Vault;
const place = { workspaceId: "w-1", recordId: "r-1" };
const nothingSet = {};
const base64Key = Buffer.alloc(32, 7).toString("base64");

beforeEach(async () => {
  folder = await makeTemporaryFolder();
  await readOrCreateMasterKeys(nothingSet, folder.path);
  vault = createVault(() => readMasterKeys(nothingSet, folder.path));
});
afterEach(() => folder.remove());

describe("sealing", () => {
  test("any text comes back, and stands nowhere in what is stored", async () => {
    await assertAlways(
      asyncProperty(string({ minLength: 8, unit: "grapheme" }), async (text) => {
        const sealed = await vault.seal(place, text);
        expect(await vault.open(place, JSON.parse(JSON.stringify(sealed)))).toBe(text);
        expect(JSON.stringify(sealed)).not.toContain(text);
      }),
      { numRuns: 25 },
    );
  });

  test("the same text is stored differently each time", async () => {
    const [one, two] = [await vault.seal(place, "same"), await vault.seal(place, "same")];
    expect(one.secret.data).not.toBe(two.secret.data);
    expect(one.dataKey.data).not.toBe(two.dataKey.data);
  });

  test.each([
    { ...place, workspaceId: "w-2" },
    { ...place, recordId: "r-2" },
  ])("a record that was moved to %o doesn't open", async (elsewhere) => {
    const sealed = await vault.seal(place, "secret text");
    await expect(vault.open(elsewhere, sealed)).rejects.toMatchObject({ reason: "broken" });
  });

  test.each(["iv", "tag", "data"] as const)("a changed %s is noticed", async (part) => {
    const sealed = await vault.seal(place, "secret text");
    for (const box of ["secret", "dataKey"] as const) {
      const bytes = Buffer.from(sealed[box][part], "base64");
      bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0);
      const changed = { ...sealed, [box]: { ...sealed[box], [part]: bytes.toString("base64") } };
      await expect(vault.open(place, changed)).rejects.toMatchObject({ reason: "broken" });
    }
  });

  test("with another master key it says so", async () => {
    const sealed = await vault.seal(place, "secret text");
    const other = createVault(() => readMasterKeys({ BRIGHT_MASTER_KEY: base64Key }, "/nowhere"));
    await expect(other.open(place, sealed)).rejects.toMatchObject({ reason: "no_master_key" });
    await expect(vault.open(place, { nothing: true })).rejects.toMatchObject({ reason: "broken" });
  });
});

describe("the master key", () => {
  const file = () => join(folder.path, "master-key.json");

  test("is made once, for its owner's eyes only", async () => {
    const before = await readFile(file(), "utf8");
    await readOrCreateMasterKeys(nothingSet, folder.path);
    expect(await readFile(file(), "utf8")).toBe(before);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
  });

  test("comes from the setting where one is, in base64 or hexadecimal, and no file is made", async () => {
    const empty = await makeTemporaryFolder();
    const hex = Buffer.alloc(32, 7).toString("hex");
    const [one] = await readOrCreateMasterKeys({ BRIGHT_MASTER_KEY: base64Key }, empty.path);
    const [two] = await readOrCreateMasterKeys({ BRIGHT_MASTER_KEY: hex }, empty.path);
    expect(one).toEqual(two);
    await expect(readFile(join(empty.path, "master-key.json"))).rejects.toThrow("ENOENT");
    await expect(readMasterKeys(nothingSet, empty.path)).rejects.toThrow(/is missing.*backup/);
    await empty.remove();
  });

  test.each([
    [{ BRIGHT_MASTER_KEY: "hunter2-too-short" }, /BRIGHT_MASTER_KEY is not a key of 32 bytes/],
    [
      { BRIGHT_MASTER_KEY: base64Key, BRIGHT_MASTER_KEY_PREVIOUS: "hunter2" },
      /BRIGHT_MASTER_KEY_PREVIOUS is not a key/,
    ],
    [{ BRIGHT_MASTER_KEY_PREVIOUS: base64Key }, /is set but BRIGHT_MASTER_KEY is not/],
  ])("a setting that is no key is told, without its value", async (environment, sentence) => {
    const failure = readOrCreateMasterKeys(environment, folder.path);
    await expect(failure).rejects.toThrow(sentence);
    await expect(failure).rejects.not.toThrow(/hunter2/);
  });

  test("a broken file is told and left alone", async () => {
    await writeFile(file(), '{"current": "abc"}');
    await expect(readOrCreateMasterKeys(nothingSet, folder.path)).rejects.toThrow(
      /it holds no whole key\. Nothing was changed/,
    );
    expect(await readFile(file(), "utf8")).toBe('{"current": "abc"}');
  });

  test("a new key opens the old secrets until they are wrapped anew, even when it was cut off between", async () => {
    const sealed = await vault.seal(place, "secret text");
    const [first] = await readMasterKeys(nothingSet, folder.path);
    await beginNewKey(folder.path);
    const begun = await readFile(file(), "utf8");
    await beginNewKey(folder.path);
    expect(await readFile(file(), "utf8")).toBe(begun);

    expect(await vault.open(place, sealed)).toBe("secret text");
    const rewrapped = await vault.rewrap(place, sealed);
    expect(rewrapped?.masterKeyId).not.toBe(first.id);
    expect(rewrapped?.secret).toEqual(sealed.secret);
    expect(await vault.rewrap(place, rewrapped)).toBeNull();

    await forgetPreviousKey(folder.path);
    expect(await vault.open(place, rewrapped)).toBe("secret text");
    await expect(vault.open(place, sealed)).rejects.toMatchObject({ reason: "no_master_key" });
  });
});
