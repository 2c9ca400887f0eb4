import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { templateVariables, variableGroups } from "./variables.ts";
import { repositoryRoot } from "#/lib/repository-root.ts";

test("docs/templates.md lists every placeholder as the product knows it, and no other", async () => {
  const text = await readFile(join(repositoryRoot(), "docs/templates.md"), "utf8");
  const listed = new Map<string, string[]>();
  let group = "";
  for (const line of text.split("\n")) {
    if (line.startsWith("### ")) group = line.slice(4);
    const name = /^\| `\{\{(\w+)\}\}`/.exec(line)?.[1];
    if (name === undefined) continue;
    const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    listed.set(name, [group, cells[2] ?? "", cells[3] ?? "", cells[5] ?? ""]);
  }
  const known = Object.entries(templateVariables).map(([name, variable]) => [
    name,
    [variable.group, variable.type, variable.text, variable.mayBeEmpty ? "yes" : "no"],
  ]);
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(known));
  expect(new Set([...listed.values()].map(([each]) => each))).toEqual(new Set(variableGroups));
});
