import { AxeBuilder } from "@axe-core/playwright";
import { ownersProgram } from "./program.ts";
import { rowsOf, sampleProject, writeFirst } from "./scene.ts";
import { awake, enter, expect, test } from "./walk.ts";

test.use({ story: "templates" });

test("a template is edited, and the new version writes the next conversation", async ({
  page,
  product,
}) => {
  await enter(page, product);
  const program = await ownersProgram(product);
  const projectId = await sampleProject(program);

  await test.step("a slip in a placeholder is named while it is typed, and can't be saved", async () => {
    await page.getByRole("link", { name: "Templates", exact: true }).click();
    await page.getByRole("link", { name: "Arc-driven conversation", exact: true }).click();
    await awake(page);
    const text = page.getByRole("textbox", { name: "Text of the template" });
    await text.press("ControlOrMeta+End");
    await text.pressSequentially("Mind the {{topik}}.");
    await expect(page.getByText(/did you mean \{\{topic\}\}/)).toBeVisible();
    await expect(page.getByRole("button", { name: "Save a version" })).toBeDisabled();
    for (let key = 0; key < "{{topik}}.".length; key += 1) await text.press("Backspace");
    await page.getByRole("button", { name: "Insert {{topic}}" }).click();
    await expect(text).toHaveValue(/Mind the \{\{topic\}\}$/);
  });

  await test.step("what was typed outlives a reload, and the filled prompt shows it", async () => {
    await page.reload();
    await expect(page.getByText(/Changed since version 1/)).toBeVisible();
    await page.getByRole("tab", { name: "Filled prompt" }).click();
    await expect(page.getByText(/with your unsaved text/)).toBeVisible();
    const filled = page.getByRole("region", { name: "Message" });
    await expect(filled).toContainText("Mind the ");
    await expect(filled).not.toContainText("{{");
  });

  await test.step("it is saved with a reason", async () => {
    await page.getByRole("button", { name: "Save a version" }).click();
    const dialog = page.getByRole("dialog", { name: "Save version 2" });
    await dialog.getByLabel("What changed, and why").fill("The topic is lost sight of");
    await dialog.getByRole("button", { name: "Save version" }).click();
    await expect(page.getByText(/Version 2 is in use/)).toBeVisible();
  });

  await test.step("the next conversation is written with it, says so, and is found by it", async () => {
    const [row] = await writeFirst(program, projectId, 1);
    await page.goto(`${product.url}/projects/${projectId}/conversations/${row?.id ?? ""}`);
    await page.locator("summary").filter({ hasText: "Versions" }).click();
    await expect(page.getByText(/Arc-driven conversation.*version 2/i).first()).toBeVisible();
    await page.goto(`${product.url}/projects/${projectId}/templates`);
    await page
      .getByRole("link", { name: "1 conversation written with Arc-driven conversation" })
      .click();
    await expect(page.getByText("Arc-driven conversation, version 2")).toBeVisible();
    await expect(page.getByRole("row").filter({ hasText: row?.reference ?? "" })).toBeVisible();
  });

  await test.step("versions are compared, and the first is brought back", async () => {
    await page.goto(`${product.url}/projects/${projectId}/templates`);
    await page.getByRole("link", { name: "Arc-driven conversation", exact: true }).click();
    await page.getByRole("tab", { name: /^Versions/ }).click();
    await page.getByRole("button", { name: "Changes in version 2" }).click();
    await expect(page.getByRole("region", { name: "Comparison" })).toContainText(
      "Mind the {{topic}}",
    );
    const axe = await new AxeBuilder({ page }).analyze();
    expect(axe.violations.map(({ id }) => id)).toEqual([]);
    await page.getByRole("button", { name: "Bring back version 1" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Bring back version 1" }).click();
    await expect(page.getByText("Brings back version 1.")).toBeVisible();
  });

  await test.step("a trial stands beside the text that there is and changes nothing", async () => {
    const before = await rowsOf(program, projectId, { status: ["generated", "needs_review"] });
    await page.getByRole("tab", { name: "Trial" }).click();
    await page.getByRole("button", { name: "Try it" }).click();
    await expect(page.getByRole("region", { name: /With this text/ })).toContainText("Client");
    await expect(page.getByRole("region", { name: /As it stands/ })).toContainText("score");
    expect(await rowsOf(program, projectId, { status: ["generated", "needs_review"] })).toEqual(
      before,
    );
  });
});

test("who saves on top of somebody else's version is told, and keeps the text", async ({
  page,
  product,
}) => {
  await enter(page, product);
  const program = await ownersProgram(product);
  const projectId = await sampleProject(program);
  const all = await program.call<{ id: string; tier: string; versions: { number: number }[] }[]>(
    "GET",
    `/projects/${projectId}/templates`,
  );
  const template = all.find(({ tier }) => tier === "scenario");
  await page.goto(`${product.url}/projects/${projectId}/templates/${template?.id ?? ""}`);
  await awake(page);
  const text = page.getByRole("textbox", { name: "Text of the template" });
  await text.press("ControlOrMeta+End");
  await text.pressSequentially("Mine.");
  await program.call("POST", `/templates/${template?.id ?? ""}/versions`, {
    body: "Theirs about {{topic}}. {{output_shape}}",
    reason: "Shorter",
    baseNumber: 1,
  });
  await page.getByRole("button", { name: "Save a version" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("What changed, and why").fill("Mine is better");
  await dialog.getByRole("button", { name: "Save version" }).click();
  await expect(dialog).toContainText("Nothing was saved and your text is still here");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText(/saved version 2 meanwhile/)).toBeVisible();
  await expect(text).toHaveValue(/Mine\.$/);
  await page.getByRole("button", { name: "Keep mine on top of it" }).click();
  await page.getByRole("button", { name: "Save a version" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Save version" }).click();
  await expect(page.getByText(/Version 3 is in use/)).toBeVisible();
});
