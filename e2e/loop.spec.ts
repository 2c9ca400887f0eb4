import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import type { Download, Page } from "@playwright/test";
import { enter, expect, test } from "./walk.ts";

test.use({ story: "loop" });

/** Lines of the STRICT profile, read without any code of the product. */
function parseStrict(text: string): { role: string; content: string }[][] {
  expect(text.endsWith("\n")).toBe(true);
  expect(text.startsWith("\uFEFF")).toBe(false);
  expect(/[\u2028\u2029\u0085\r]/.test(text)).toBe(false);
  return text
    .slice(0, -1)
    .split("\n")
    .map((line) => {
      const row: { messages: { role: string; content: string }[] } = JSON.parse(line);
      expect(Object.keys(row)).toEqual(["messages"]);
      for (const message of row.messages) expect(Object.keys(message)).toEqual(["role", "content"]);
      const [first, ...rest] = row.messages;
      const turns = first?.role === "system" ? rest : row.messages;
      expect(turns.length % 2).toBe(0);
      turns.forEach((message, index) => {
        expect(message.role).toBe(index % 2 === 0 ? "user" : "assistant");
        expect(message.content.trim()).not.toBe("");
      });
      return row.messages;
    });
}

async function contentOf(download: Download): Promise<string> {
  const path = await download.path();
  // A second reader that is not JavaScript, where the machine has one.
  const python = spawnSync("python3", [
    "-c",
    "import json,sys\nfor l in open(sys.argv[1],encoding='utf-8'): json.loads(l)",
    path,
  ]);
  if (!python.error) expect(python.stderr.toString()).toBe("");
  return readFile(path, "utf8");
}

const status = (page: Page, word: string) => page.getByRole("cell", { name: word, exact: true });

test("from sign-up to an exported file on the sample project", async ({ page, product }) => {
  await enter(page, product);
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
  await expect(page.getByText("0 of 90 conversations approved")).toBeVisible();
  await expect(page.getByRole("link", { name: "10 seeds" })).toBeVisible();

  await test.step("filter by persona, emotion, tier and status", async () => {
    await page.getByRole("link", { name: "Conversations", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Conversations", level: 1 })).toBeVisible();
    for (const [axis, value] of [
      ["Persona", "Recent Retiree"],
      ["Emotion", "Overwhelm"],
      ["Tier", "Template"],
      ["Status", "Not generated"],
    ] as const) {
      await page.locator("button[aria-haspopup=dialog]").filter({ hasText: axis }).click();
      await page.getByRole("checkbox", { name: new RegExp(`^${value}\\b`) }).check();
      await page.keyboard.press("Escape");
    }
    await expect(page).toHaveURL(/recent-retiree/);
    const rows = page.getByRole("row").filter({ hasText: "Recent Retiree" });
    const count = await rows.count();
    expect(count).toBeGreaterThan(0);
    await page.reload();
    await expect(rows).toHaveCount(count);
    await page.getByRole("button", { name: "Clear all" }).click();
    await expect(page).not.toHaveURL(/recent-retiree/);
  });

  await test.step("generate one from its row", async () => {
    await page.getByRole("button", { name: "Generate T-001" }).click();
    const dialog = page.getByRole("dialog", { name: "Write conversations" });
    await expect(dialog).toContainText("$0.00");
    await dialog.getByRole("button", { name: "Write 1 conversation" }).click();
    await expect(page.getByRole("row").filter({ hasText: "T-001" })).toContainText("Generated");
  });

  await test.step("generate a selection, then all, and see what is being written", async () => {
    await page.getByRole("checkbox", { name: "Select T-002" }).check();
    await page.getByRole("checkbox", { name: "Select T-003" }).check();
    await page
      .getByRole("region", { name: "Selected conversations" })
      .getByRole("button", { name: /Generate/ })
      .click();
    await page.getByRole("button", { name: "Write 2 conversations" }).click();
    await expect(page.getByRole("row").filter({ hasText: "T-003" })).toContainText("Generated");

    await page.getByRole("button", { name: "Generate all 87" }).click();
    const island = page.getByRole("region", { name: "Progress" });
    await page.getByRole("button", { name: "Write 87 conversations" }).click();
    // The practice writer may be through before the first picture of it.
    await expect(island).toContainText(/of 87|87 ready/);
    await expect(island).toContainText("87 ready", { timeout: 60_000 });
    await expect(status(page, "Not generated")).toHaveCount(0);
  });

  await test.step("read one as a chat with its labels, approve it, and the next comes", async () => {
    await page
      .getByRole("link", { name: /^(Retirement|Tax|Debt): / })
      .first()
      .click();
    await expect(
      page.getByRole("complementary", { name: "About this conversation" }),
    ).toContainText("Persona");
    const messages = page.getByRole("list", { name: "Dialogue" }).getByRole("listitem");
    expect(await messages.count()).toBeGreaterThanOrEqual(8);
    const before = page.url();
    await page.getByRole("button", { name: /^Approve/ }).click();
    await expect(page).not.toHaveURL(before);
    const second = page.url();
    await page.keyboard.press("a");
    await expect(page).not.toHaveURL(second);
  });

  await test.step("reject one with a reason, and write a note", async () => {
    const before = page.url();
    await page.getByLabel("Note on this conversation").fill("The second answer is too long.");
    await page.getByRole("button", { name: "Save note" }).click();
    await expect(page.getByText("The second answer is too long.").last()).toBeVisible();
    await page
      .getByRole("button", { name: /^Reject/ })
      .first()
      .click();
    await page.getByLabel("Reason, if you like").fill("Too vague for a first answer.");
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /^Reject/ })
      .click();
    await expect(page).not.toHaveURL(before);
  });

  await test.step("export the approved ones, practice ticked in", async () => {
    await page.getByRole("link", { name: "Export", exact: true }).click();
    await page.getByRole("checkbox", { name: /practice/i }).check();
    const started = page.waitForEvent("download");
    await page.getByRole("button", { name: "Create file of 2 conversations" }).click();
    const text = await contentOf(await started);
    const rows = parseStrict(text);
    expect(rows).toHaveLength(2);
    await expect(page.getByRole("table", { name: "Earlier files" })).toContainText(
      "messages-1.jsonl",
    );
    const again = page.waitForEvent("download");
    await page
      .getByRole("link", { name: /again/ })
      .or(page.getByRole("button", { name: /again/ }))
      .first()
      .click();
    expect(await contentOf(await again)).toBe(text);
  });

  await test.step("everything is on the record, and the chain is whole", async () => {
    await page.getByRole("link", { name: "Activity", exact: true }).click();
    await expect(page.getByText(/Too vague for a first answer|rejected/).first()).toBeVisible();
    await page.getByRole("button", { name: "Check the chain" }).click();
    await expect(page.getByText(/record is whole/).first()).toBeVisible();
  });
});
