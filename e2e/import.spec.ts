import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { runCommand } from "./command.ts";
import { ownersProgram, type Program } from "./program.ts";
import { expect, signInAs, test, visit } from "./walk.ts";

test.use({ story: "import" });

const repository = resolve(import.meta.dirname, "..");
const fixtures = resolve(repository, "test/fixtures");
/** Larger real files beside the repository, on top where they are present. */
const larger = resolve(repository, "../shared/data");

const sources = ["house-rules.md", "broken-front-matter.md", "tuesday_notes.txt"].map((name) =>
  join(fixtures, "sources", name),
);
const seeds = ["bare-word.json", "list.json", "own.json", "plain.jsonl"].map((name) =>
  join(fixtures, "seeds", name),
);

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

async function newProject(program: Program, name: string): Promise<string> {
  return (await program.call<{ id: string }>("POST", "/projects", { name })).id;
}

async function choose(page: Page, files: string[]): Promise<Locator> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose files" }).click();
  await (await chooser).setFiles(files);
  return page.getByRole("region", { name: "What became of the files" });
}

/** Lets go of files over a place, as a file manager does. */
async function drop(page: Page, place: Locator, files: string[]): Promise<void> {
  const read = await Promise.all(
    files.map(async (file) => ({ name: basename(file), text: await readFile(file, "utf8") })),
  );
  const dataTransfer = await page.evaluateHandle((given) => {
    const transfer = new DataTransfer();
    for (const { name, text } of given) transfer.items.add(new File([text], name));
    return transfer;
  }, read);
  await place.dispatchEvent("dragenter", { dataTransfer });
  await place.dispatchEvent("drop", { dataTransfer });
}

const rowsOf = (page: Page, table: string) =>
  page.getByRole("table", { name: table }).locator("tbody").getByRole("row");

test("documents: the bad one is named with its place, the others come in, once", async ({
  page,
  product,
}) => {
  const program = await ownersProgram(product);
  const projectId = await newProject(program, "Documents");
  await signInAs(page, product);
  await visit(page, product, `/projects/${projectId}/sources`);
  await expect(page.getByText("No documents yet")).toBeVisible();

  const report = await choose(page, sources);
  await expect(report).toContainText("2 added · 0 unchanged · 1 failed");
  const bad = report.getByRole("listitem").filter({ hasText: "broken-front-matter.md" });
  await expect(bad).toContainText("Failed");
  await expect(bad).toContainText("Line 4, column 1");
  await expect(bad).toContainText('has "---"; expected: fields such as title: My paper.');
  await expect(rowsOf(page, "Documents")).toHaveCount(2);

  await drop(page, page.getByLabel("Add documents"), sources);
  await expect(report).toContainText("0 added · 2 unchanged · 1 failed");
  await expect(rowsOf(page, "Documents")).toHaveCount(2);

  if (existsSync(larger)) {
    await choose(page, await filesUnder(join(larger, "documents")));
    await expect(report).toContainText("12 added · 0 unchanged · 0 failed");
    await expect(rowsOf(page, "Documents")).toHaveCount(14);
  }

  await page.getByRole("button", { name: "Close this report" }).click();
  await expect(report).toBeHidden();
  await page.getByRole("link", { name: "House Rules for a First Meeting" }).click();
  await expect(
    page.getByRole("heading", { name: "House Rules for a First Meeting", level: 1 }),
  ).toBeVisible();
});

test("seeds: read as chats, marked as seeds, never approved output", async ({ page, product }) => {
  const program = await ownersProgram(product);
  const projectId = await newProject(program, "Seeds");
  await signInAs(page, product);
  await visit(page, product, `/projects/${projectId}/sources?tab=seeds`);

  await expect(page.getByText("No seed conversations yet")).toBeVisible();
  const report = await choose(page, seeds);
  await expect(report).toContainText("6 added · 0 unchanged · 6 failed");
  const bad = report.getByRole("listitem").filter({ hasText: "bare-word.json" }).first();
  await expect(bad).toContainText("brook_101");
  await expect(bad).toContainText("Line 21, column 34");
  await expect(bad).toContainText('has "unsure"; expected: a value in quotes');
  await expect(report.getByRole("listitem").filter({ hasText: "list-03" })).toContainText(
    'has "nobody"; expected: a value of persona. The allowed ones are: anxious-first-time-investor',
  );
  await expect(rowsOf(page, "Seed conversations")).toHaveCount(6);
  await choose(page, seeds);
  await expect(report).toContainText("0 added · 6 unchanged · 6 failed");
  await expect(rowsOf(page, "Seed conversations")).toHaveCount(6);

  let count = 6;
  if (existsSync(larger)) {
    await choose(page, await filesUnder(join(larger, "seed-conversations")));
    await expect(report).toContainText("3 added · 0 unchanged · 0 failed");
    count = 9;
    await expect(rowsOf(page, "Seed conversations")).toHaveCount(count);
    const lengths = await rowsOf(page, "Seed conversations")
      .locator("td:last-child")
      .allInnerTexts();
    expect(lengths.slice(-3)).toEqual(["6", "10", "6"]);
  }

  await test.step("one of them is read like a conversation and can't be decided on", async () => {
    await page.getByRole("link", { name: "The drawer" }).click();
    await expect(page.getByRole("heading", { name: "The drawer", level: 1 })).toBeVisible();
    await expect(page.getByRole("banner").or(page.locator("header"))).toContainText(["Seed"]);
    const messages = page.getByRole("list", { name: "Dialogue" }).getByRole("listitem");
    await expect(messages).toHaveCount(4);
    await expect(messages.first()).toContainText("I can't open them.");
    await expect(page.getByRole("button", { name: /^(Approve|Reject|Flag)/ })).toHaveCount(0);
  });

  await test.step("the Overview counts no result, the export holds it only when it is asked to", async () => {
    await page.getByRole("link", { name: "Overview", exact: true }).click();
    await expect(page.getByRole("link", { name: `${count} seeds` })).toBeVisible();
    expect(await program.call("GET", `/projects/${projectId}/overview`)).toMatchObject({
      approved: 0,
      generated: 0,
      planned: 0,
      seeds: count,
    });
    await page.getByRole("link", { name: "Export", exact: true }).click();
    await expect(page.getByRole("button", { name: "Create file" })).toBeDisabled();
    await page.getByRole("checkbox", { name: "Add seed conversations" }).check();
    await expect(
      page.getByRole("button", { name: `Create file of ${count} conversations` }),
    ).toBeEnabled();
  });
});

test("by command: one line a file, exit codes, JSON, and sentences for what can't be", async ({
  product,
}) => {
  const program = await ownersProgram(product);
  const projectId = await newProject(program, "By command");
  const inProject = ["--project", "By command"];

  const first = await runCommand(product, "import", "documents", ...sources, ...inProject);
  expect(first).toMatchObject({ code: 2, error: "" });
  expect(first.out).toMatch(/^failed +broken-front-matter\.md:4:1 /m);
  expect(first.out).toMatch(/^added +house-rules\.md /m);
  expect(first.out).toContain('2 added, 0 unchanged, 1 failed in the project "By command".');

  const good = join("test/fixtures/seeds", "own.json");
  const json = await runCommand(product, "import", "seeds", good, "--project", projectId, "--json");
  expect(json).toMatchObject({ code: 0, error: "" });
  expect(JSON.parse(json.out)).toMatchObject({ added: 1, unchanged: 0, failed: 0 });
  const again = await runCommand(product, "import", "seeds", good, ...inProject);
  expect(again).toMatchObject({ code: 0, error: "" });
  expect(again.out).toContain("0 added, 1 unchanged, 0 failed");

  const unknown = await runCommand(product, "import", "seeds", good, "--project", "Nobody's");
  expect(unknown).toMatchObject({ code: 1, out: "" });
  expect(unknown.error).toMatch(/No project is called "Nobody's"; there are .*"By command"/);
  const stopped = { ...product, dataDirectory: `${product.dataDirectory}-none` };
  const nothing = await runCommand(stopped, "import", "seeds", good);
  expect(nothing).toMatchObject({ code: 1, out: "" });
  expect(nothing.error).toContain("Bright Run isn't running");
  expect(nothing.error).toContain("start it with npm start");
  expect(await program.call("GET", `/projects/${projectId}/overview`)).toMatchObject({
    documents: 2,
    seeds: 1,
  });
});
