import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { startFakeProvider } from "../test/fake-provider/start.ts";
import { ownersProgram } from "./program.ts";
import { finished, rowsOf, sampleProject, type Batch } from "./scene.ts";
import { readPointer } from "#/platform/db/embedded-home.ts";
import { expect, signInAs, test, visit } from "./walk.ts";

test.use({ story: "writers" });

const good = "sk-planted-good-5d1f7c9e2b";
const revoked = "sk-planted-gone-84aa03bd61";
const planted = "sk-planted";

/** Nothing to complain of for axe, and no key in what the page holds. */
async function sound(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
    what,
  ).toEqual([]);
  expect(await page.content(), what).not.toContain(planted);
}

/** Files of the data folder (logs, and the database's own files) that hold the text. */
async function filesWith(folder: string, text: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name);
    // Postgres takes files away while it runs.
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    if (bytes.includes(text)) found.push(path);
  }
  return found;
}

test("an own server is connected, tested, accepted, chosen, and writes one conversation", async ({
  page,
  product,
}) => {
  test.slow();
  const fake = await startFakeProvider({
    scenario: { keys: { [good]: "good", [revoked]: "revoked" }, tier: "none", timeScale: 0.001 },
  });
  const program = await ownersProgram(product);
  const projectId = await sampleProject(program);
  await signInAs(page, product);
  await visit(page, product, `/projects/${projectId}/settings/writers`);
  await expect(page.getByText("Only the practice writer so far")).toBeVisible();
  await sound(page, "no writer yet");
  const dialog = page.getByRole("dialog");
  const key = dialog.getByLabel(/^Key/);

  await test.step("what is wrong is said at its field", async () => {
    await page.getByRole("button", { name: "Connect a writer" }).click();
    await dialog.getByRole("radio", { name: "Another server" }).click();
    await dialog.getByLabel("Name").fill("Our server");
    await dialog.getByLabel("Address").fill("http://169.254.169.254/v1");
    await dialog.getByRole("button", { name: "Save and test" }).click();
    await expect(dialog.getByText("This address is never called")).toBeVisible();
    await dialog.getByLabel("Address").fill(fake.openaiUrl);
    await dialog.getByLabel(/on this machine or in our own network/).check();
    await key.fill(revoked);
    await dialog.getByRole("button", { name: "Save and test" }).click();
    await expect(dialog.getByText("doesn't accept the key").first()).toBeVisible();
    await expect(key).toHaveValue("");
    await sound(page, "a key that is refused");
    await key.fill(good);
    await dialog.getByRole("button", { name: "Save and test again" }).click();
    await expect(dialog.getByText("The server is reached: passed")).toBeVisible();
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect(dialog).toBeHidden();
  });

  const card = page.getByRole("region", { name: "Our server" });
  await test.step("a model with its price", async () => {
    await expect(card).toContainText("key ends in 9e2b");
    await card.getByRole("button", { name: "Choose a model" }).click();
    await dialog.getByRole("combobox", { name: "Model", exact: true }).fill("local-model");
    await dialog.getByLabel("Input", { exact: true }).fill("1");
    await dialog.getByRole("button", { name: "Add model" }).click();
    await expect(dialog.getByText("Enter a price in dollars.")).toBeVisible();
    await dialog.getByLabel("Output", { exact: true }).fill("2000");
    await dialog.getByRole("button", { name: "Add model" }).click();
    await expect(dialog.getByText("can't be right")).toBeVisible();
    await dialog.getByLabel("Output", { exact: true }).fill("20");
    await dialog.getByRole("button", { name: "Add model" }).click();
    await expect(card.getByRole("table")).toContainText("$20.00");
  });

  await test.step("the terms, accepted by name", async () => {
    await card.getByRole("button", { name: "Read and accept" }).click();
    await expect(dialog).toContainText("What leaves this machine");
    await sound(page, "the terms");
    await dialog.getByRole("button", { name: "Accept", exact: true }).click();
    await expect(dialog.getByText("Type your name.")).toBeVisible();
    await dialog.getByLabel("Your name").fill("Ada Brook");
    await dialog.getByRole("button", { name: "Accept", exact: true }).click();
    await expect(card).toContainText("Terms accepted by Ada Brook");
    await card.getByRole("button", { name: "Test Our server" }).click();
    await expect(card).toContainText("A model answers: passed");
    await sound(page, "a writer that works");
  });

  await test.step("it is chosen, writes, and its cost is shown", async () => {
    await page.getByRole("combobox", { name: "Writing in this project" }).click();
    await page.getByRole("option", { name: /local-model/ }).click();
    await expect(page.getByText("The choice is saved.")).toBeVisible();
    const choices = await program.call<{ provider: string; model: string; isPractice: boolean }[]>(
      "GET",
      "/writers",
    );
    const own = choices.find(({ isPractice }) => !isPractice);
    const [row] = await rowsOf(program, projectId, { status: ["not_generated"] });
    const batch = await program.call<Batch>("POST", `/projects/${projectId}/batches`, {
      selection: { kind: "ids", ids: [row?.id] },
      expectedCount: 1,
      writer: own && { provider: own.provider, model: own.model },
    });
    expect(await finished(program, batch.id)).toMatchObject({ done: 1, failed: 0 });
    for (const path of [`conversations/${row?.id}`, `runs/${batch.id}`, "activity"]) {
      await visit(page, product, `/projects/${projectId}/${path}`);
      await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
      expect(await page.content(), path).not.toContain(planted);
    }
    await visit(page, product, `/projects/${projectId}/settings/spending`);
    const project = page.getByRole("region", { name: "This project" });
    await expect(project).toContainText(/\$0\.\d\d/);
    await expect(project).not.toContainText("$0.00");
    await page.getByLabel("Monthly cap", { exact: true }).fill("25");
    await page.getByRole("button", { name: "Save monthly cap" }).click();
    await expect(page.getByText("of at most $25.00")).toBeVisible();
    await sound(page, "spending");
  });

  await test.step("the key stands in no log and in no file of the database", async () => {
    const file = await program.ask("GET", `/projects/${projectId}/exports`);
    expect(file.text).not.toContain(planted);
    expect(product.output()).not.toContain(planted);
    const { homeDirectory } = await readPointer(product.dataDirectory);
    const folders = [product.dataDirectory, ...(homeDirectory ? [homeDirectory] : [])];
    const holding = async (text: string) =>
      (await Promise.all(folders.map((folder) => filesWith(folder, text)))).flat();
    expect(await holding(planted)).toEqual([]);
    // The hunt reaches the database's files: what is stored in clear is found there.
    expect((await holding("connection_test")).length).toBeGreaterThan(0);
  });
  await fake.stop();
});
