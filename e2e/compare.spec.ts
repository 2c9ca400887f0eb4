import { AxeBuilder } from "@axe-core/playwright";
import { ownersProgram, type Program } from "./program.ts";
import { finished, rowsOf, sampleProject } from "./scene.ts";
import { enter, expect, test, visit } from "./walk.ts";

test.use({ story: "compare" });

interface Item {
  conversationId: string;
  templateVersionId: string | null;
  score: number;
}

/** The text of each conversation of a run, with the version that wrote it. */
async function itemsOf(program: Program, batchId: string): Promise<Item[]> {
  const path = `/batches/${batchId}/items?pageSize=200`;
  const { items } = await program.call<{ items: { conversationId: string }[] }>("GET", path);
  const calls = await Promise.all(
    items.map(({ conversationId }) =>
      program.call<{ score: number; shownVersion: { templateVersion: number } }>(
        "GET",
        `/conversations/${conversationId}`,
      ),
    ),
  );
  return items.map(({ conversationId }, at) => ({
    conversationId,
    templateVersionId: String(calls[at]?.shownVersion.templateVersion),
    score: calls[at]?.score ?? 0,
  }));
}

test("two versions are compared in one run, and the scoreboard equals what is counted by hand", async ({
  page,
  product,
}) => {
  await enter(page, product);
  const program = await ownersProgram(product);
  const projectId = await sampleProject(program);
  const templates = await program.call<{ id: string; tier: string; arc: string | null }[]>(
    "GET",
    `/projects/${projectId}/templates`,
  );
  const template = templates.find(({ tier, arc }) => tier === "template" && arc === null);
  const { body } = await program.call<{ body: string }>("GET", `/templates/${template?.id ?? ""}`);
  await program.call("POST", `/templates/${template?.id ?? ""}/versions`, {
    body: `${body}\nKeep every answer short.`,
    reason: "Shorter answers",
    baseNumber: 1,
  });

  await test.step("the dialog names the sides and says what it takes before it starts", async () => {
    await visit(page, product, `/projects/${projectId}/templates`);
    await page.getByRole("button", { name: "Compare", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Compare" });
    await dialog.getByRole("textbox", { name: "Conversations" }).fill("1");
    await expect(dialog.getByText("Each side needs at least one.")).toBeVisible();
    await dialog.getByRole("textbox", { name: "Conversations" }).fill("12");
    await expect(
      dialog.getByText("Version 1: 6 conversations · Version 2: 6 conversations"),
    ).toBeVisible();
    const axe = await new AxeBuilder({ page }).analyze();
    expect(axe.violations.map(({ id }) => id)).toEqual([]);
    await dialog.getByRole("button", { name: "Write 12 conversations" }).click();
    await page.waitForURL(/\/runs\/[0-9a-f-]+$/);
  });

  const batchId = page.url().split("/").at(-1) ?? "";
  await finished(program, batchId);
  const items = await itemsOf(program, batchId);
  const sides = ["1", "2"].map((version) =>
    items.filter(({ templateVersionId }) => templateVersionId === version),
  );
  const board = page.getByRole("table", { name: "Comparison" });
  const line = (version: number) =>
    board.getByRole("row").filter({ hasText: `Version ${version}` });

  await test.step("each side wrote its half with its own version, and nothing is decided", async () => {
    expect(sides.map(({ length }) => length)).toEqual([6, 6]);
    for (const [at, side] of sides.entries()) {
      const mean = side.reduce((sum, { score }) => sum + score, 0) / side.length;
      await expect(line(at + 1)).toContainText("6 of 6");
      await expect(line(at + 1)).toContainText(mean.toFixed(1));
      await expect(line(at + 1)).toContainText("None decided");
    }
    await expect(page.getByText(/nothing is decided yet/)).toBeVisible();
  });

  await test.step("decisions count for their side; the difference of so few is said to be chance", async () => {
    const decide = async (side: Item[] | undefined, decision: string, from: number, to: number) => {
      const ids = (side ?? []).slice(from, to).map(({ conversationId }) => conversationId);
      const request = { selection: { kind: "ids", ids }, decision };
      await program.call("POST", `/projects/${projectId}/decisions`, request);
    };
    await decide(sides[0], "approve", 0, 4);
    await decide(sides[0], "reject", 4, 5);
    await decide(sides[1], "approve", 0, 2);
    await decide(sides[1], "reject", 2, 6);
    await page.reload();
    // Wilson's intervals for 4 of 5 and 2 of 6.
    await expect(line(1)).toContainText("4 of 5 · 80%");
    await expect(line(1)).toContainText("38% to 96%");
    await expect(line(2)).toContainText("2 of 6 · 33%");
    await expect(line(2)).toContainText("10% to 70%");
    await expect(
      page.getByText(
        /^Version 1 was approved 4 of 5 times, Version 2 2 of 6: with so few decisions that can be chance\. About \d+ more decisions on each side would tell/,
      ),
    ).toBeVisible();
    await expect(page.getByText(/The practice writer reads no template/)).toBeVisible();
    const axe = await new AxeBuilder({ page }).analyze();
    expect(axe.violations.map(({ id }) => id)).toEqual([]);
  });

  await test.step("the Templates page has the same figures, marked as practice", async () => {
    await page.goto(`${product.url}/projects/${projectId}/templates`);
    const scores = page.getByRole("table", { name: "Scores of the versions" });
    const second = scores.getByRole("row").filter({ hasText: "version 2" });
    await expect(second).toContainText("2 of 6 · 33%");
    await expect(second).toContainText("Practice");
    const rest = await rowsOf(program, projectId, { status: ["generated", "needs_review"] });
    expect(rest.length).toBeGreaterThan(0);
  });
});
