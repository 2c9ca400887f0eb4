import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestContext, type TestContext } from "../../test/context.ts";
import { addDimension } from "../../test/scene.ts";
import { runImport } from "./import.ts";
import { createProject } from "#/core/projects/create-project.ts";
import type { ImportReport } from "#/core/sources/schema.ts";

const repository = join(import.meta.dirname, "../..");
let world: TestContext;
let folder: string;
beforeAll(async () => {
  world = await createTestContext();
  await addDimension(world.ctx, world.projectId, "persona", ["overwhelmed-avoider"]);
  await addDimension(world.ctx, world.projectId, "emotion", ["overwhelm", "shame"]);
  folder = await mkdtemp(join(tmpdir(), "bright-import-"));
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

async function run(...parameters: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const code = await runImport({
    parameters,
    directory: join(repository, "test/fixtures"),
    db: async () => world.ctx.db,
    print: (line) => lines.push(line),
  });
  return { code, lines };
}

test("prints one line for each thing, bad ones with their place, and a last line", async () => {
  const { code, lines } = await run(
    "seeds",
    "seeds/bare-word.json",
    "seeds/own.json",
    "seeds/none.json",
  );
  expect(code).toBe(2);
  expect(
    lines.map((line) =>
      line
        .split("  ")
        .filter(Boolean)
        .slice(0, 2)
        .map((part) => part.trim()),
    ),
  ).toEqual([
    ["failed", "seeds/none.json"],
    ["failed", "bare-word.json:21:34 (brook_101)"],
    ["added", "bare-word.json (brook_102)"],
    ["added", "own.json (own-01)"],
    ['2 added, 0 unchanged, 2 failed in the project "Test project".'],
  ]);
  const again = await run("seeds", "seeds/own.json");
  expect(again).toMatchObject({ code: 0 });
  expect(again.lines.at(-1)).toContain("0 added, 1 unchanged, 0 failed");
});

test("takes folders, leaves hidden files out, and prints JSON when asked", async () => {
  await writeFile(join(folder, "a.md"), "# A\n\nText.");
  await writeFile(join(folder, ".hidden.md"), "# Hidden");
  await writeFile(join(folder, "b.txt"), Buffer.from("\uFEFFSome text.", "utf16le"));
  await writeFile(join(folder, "c.pdf"), "%PDF");
  const { code, lines } = await run("documents", folder, "--json");
  const report = JSON.parse(lines.join("\n")) as ImportReport;
  expect(code).toBe(2);
  expect(report.outcomes.map(({ file, outcome }) => `${outcome} ${file}`)).toEqual([
    "added a.md",
    "added b.txt",
    "failed c.pdf",
  ]);
});

test("says what is wrong with the call, and imports nothing", async () => {
  await expect(run()).rejects.toThrow("Usage:");
  await expect(run("pictures", "a.png")).rejects.toThrow("Usage:");
  await expect(run("seeds", "a.json", "--dry")).rejects.toThrow("Usage:");
  await expect(run("seeds", "a.json", "--project", "Nobody")).rejects.toThrow(
    'there are "Test project"',
  );
  const { id } = await createProject({ ctx: world.ctx, input: { name: "Second" } });
  await expect(run("documents", folder)).rejects.toThrow("There are several projects");
  for (const project of ["second", id]) {
    const { lines } = await run("documents", join(folder, "a.md"), "--project", project);
    expect(lines.at(-1)).toContain('in the project "Second"');
  }
});

test("says in one sentence that the product isn't running", async () => {
  const { DATABASE_URL: _owner, DATABASE_APP_URL: _app, ...environment } = process.env;
  const failed = await promisify(execFile)(
    process.execPath,
    ["src/cli/import.ts", "seeds", "x.json"],
    {
      cwd: repository,
      env: { ...environment, BRIGHT_DATA_DIR: folder },
    },
  ).catch((error: unknown) => error);
  expect(failed).toMatchObject({
    code: 1,
    stdout: "",
    stderr: `Bright Run isn't running: nothing runs on the data folder ${folder}. Nothing was changed; start it with npm start and run this again.\n`,
  });
});
