import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeTemporaryFolder } from "../../test/temporary-folder.ts";
import { buildIsCurrent, buildWhenNeeded, fingerprint } from "./build.ts";

let folder: Awaited<ReturnType<typeof makeTemporaryFolder>>;

beforeEach(async () => {
  folder = await makeTemporaryFolder();
  await mkdir(join(folder.path, "src/app"), { recursive: true });
  await mkdir(join(folder.path, "node_modules/next/dist/bin"), { recursive: true });
  await writeFile(join(folder.path, "package.json"), "{}");
  await writeFile(join(folder.path, "src/app/page.tsx"), "export default 1;");
});
afterEach(() => folder.remove());

/** A stand-in for Next's own program. */
async function nextDoes(script: string): Promise<void> {
  await writeFile(join(folder.path, "node_modules/next/dist/bin/next"), script);
}

const build = () => buildWhenNeeded({ repository: folder.path, print: () => undefined });

test("the fingerprint follows the content of what is built, and of nothing else", async () => {
  const before = fingerprint(folder.path);
  await writeFile(join(folder.path, "src/app/page.test.ts"), "a test");
  await writeFile(join(folder.path, "README.md"), "a text");
  expect(fingerprint(folder.path)).toBe(before);
  await writeFile(join(folder.path, "src/app/page.tsx"), "export default 2;");
  expect(fingerprint(folder.path)).not.toBe(before);
});

test("a build is done once, until a source changes", async () => {
  await nextDoes('require("node:fs").mkdirSync(".next", { recursive: true });');
  await build();
  expect(buildIsCurrent(folder.path)).toBe(true);
  await nextDoes("process.exit(1)");
  await build();
  await writeFile(join(folder.path, "src/app/page.tsx"), "export default 3;");
  expect(buildIsCurrent(folder.path)).toBe(false);
});

test("a failed build is told with its last lines and isn't taken for a current one", async () => {
  await nextDoes('console.error("Type error in page.tsx"); process.exit(1);');
  await expect(build()).rejects.toThrow(
    /The pages couldn't be built[^]*Type error in page\.tsx[^]*Your data was not touched/,
  );
  expect(buildIsCurrent(folder.path)).toBe(false);
});

test("an abandoned build ends with what it started", async () => {
  await nextDoes("setInterval(() => undefined, 1000)");
  const controller = new AbortController();
  const building = buildWhenNeeded({
    repository: folder.path,
    print: () => controller.abort(),
    signal: controller.signal,
  });
  await building;
  expect(buildIsCurrent(folder.path)).toBe(false);
});
