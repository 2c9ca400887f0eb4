import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { checkStructure } from "./structure.ts";

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function house(files: Record<string, string>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "bright-structure-"));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

const sound = {
  "src/core/audit/append.ts": "export const append = 1;\n",
  "src/core/review/decide.ts":
    'import { append } from "../audit/append.ts";\nexport const decide = append;\n',
};

test("a house that keeps the rules has no faults", async () => {
  expect(await checkStructure(await house(sound))).toEqual([]);
});

test.each([
  [
    "a noun that imports a later line",
    {
      "src/core/audit/list.ts":
        'import { decide } from "../review/decide.ts";\nexport const list = decide;\n',
    },
    "core-line-1-imports-no-later-line",
  ],
  [
    "a page that reaches into core",
    {
      "src/features/x/view.tsx":
        'import { decide } from "../../core/review/decide.ts";\nexport const view = decide;\n',
    },
    "features-imports-only-its-own",
  ],
  [
    "a type alone from a place that isn't listed",
    {
      "src/lib/topic.ts":
        'import type { decide } from "../core/review/decide.ts";\nexport type D = typeof decide;\n',
    },
    "lib-imports-only-its-own",
  ],
  [
    "an import that leads nowhere",
    { "src/lib/topic.ts": 'import "./gone.ts";\n' },
    "everything-resolves",
  ],
  [
    "a cycle",
    {
      "src/lib/a.ts": 'import { b } from "./b.ts";\nexport const a = () => b;\n',
      "src/lib/b.ts": 'import { a } from "./a.ts";\nexport const b = () => a;\n',
    },
    "no-cycles",
  ],
  ["a barrel", { "src/lib/index.ts": "export const x = 1;\n" }, "a barrel file"],
  ["a dumping ground", { "src/lib/utils/x.ts": "export const x = 1;\n" }, '"utils" says nothing'],
])("%s is named", async (_name, files, fault) => {
  const faults = await checkStructure(await house({ ...sound, ...files }));
  expect(faults.join("\n")).toContain(fault);
});
