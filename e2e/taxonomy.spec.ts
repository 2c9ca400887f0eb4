import { ownersProgram, signInProgram } from "./program.ts";
import { owner } from "./product.ts";
import { rowsOf, sampleProject } from "./scene.ts";
import { enter, expect, signInAs, test, visit } from "./walk.ts";

test.use({ story: "taxonomy" });

test("a dimension of one's own is added, planned, filtered by at once, and a rename follows", async ({
  page,
  product,
}) => {
  await enter(page, product);
  const program = await signInProgram(product, owner.email, owner.password);
  const projectId = await sampleProject(program);
  await visit(page, product, `/projects/${projectId}/settings/dimensions`);
  await page.getByRole("button", { name: "Add a dimension" }).click();
  const form = page.getByRole("dialog", { name: "Add a dimension" });
  await form.getByLabel("Name").fill("Season");
  await form.getByLabel("Values").fill("Summer\nWinter");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form).toBeHidden();
  await expect(page.getByRole("button", { name: "Edit Season" })).toBeVisible();

  const before = (await rowsOf(program, projectId, {})).length;
  await program.call("POST", `/projects/${projectId}/plan`, {
    counts: { template: 4, scenario: 0, edge_case: 0 },
    seed: 5,
  });
  await visit(page, product, `/projects/${projectId}/conversations?label=season.winter`);
  await expect(page.getByRole("button", { name: "Remove Season: Winter" })).toBeVisible();
  const winter = await rowsOf(program, projectId, { labels: { season: ["winter"] } });
  expect(winter).toHaveLength(2);
  expect((await rowsOf(program, projectId, {})).length).toBe(before + 4);
  for (const { reference } of winter) {
    await expect(page.getByText(reference, { exact: true }).first()).toBeVisible();
  }

  await visit(page, product, `/projects/${projectId}/plan?show=season`);
  await page.getByRole("button", { name: "Actions for Winter" }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  const value = page.getByRole("dialog", { name: "Edit Winter" });
  await value.getByLabel("Name").fill("Cold months");
  await value.getByRole("button", { name: "Save" }).click();
  await expect(value).toBeHidden();
  await visit(page, product, `/projects/${projectId}/conversations?label=season.winter`);
  await expect(page.getByRole("button", { name: "Remove Season: Cold months" })).toBeVisible();
});

test("an arc's curve follows what is typed, and the new numbers are kept", async ({
  page,
  product,
}) => {
  const program = await ownersProgram(product);
  await signInAs(page, product);
  const projectId = await sampleProject(program);
  await visit(page, product, `/projects/${projectId}/plan?show=arcs`);
  await page.getByRole("button", { name: /^Triumph/ }).click();
  await page.getByRole("button", { name: "Edit Triumph" }).click();
  const form = page.getByRole("dialog", { name: "Edit Triumph" });
  const curve = form.getByRole("img", { name: /^Course/ });
  const path = curve.locator("path").last();
  const before = await path.getAttribute("d");
  await form.getByLabel("Start: intensity, from").fill("0.1");
  await expect(curve).toHaveAccessibleName(/hope 0\.1–0\.6/);
  expect(await path.getAttribute("d")).not.toBe(before);
  await form.getByLabel("Start: intensity, from").fill("0.9");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByText("The lower intensity stands before the higher one.")).toBeVisible();
  await form.getByLabel("Start: intensity, from").fill("0.1");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form).toBeHidden();
  await page.reload();
  await expect(page.getByText("Hope 0.1–0.6", { exact: false }).first()).toBeVisible();
});

test("a file is looked at before it is taken over, and its faults are told by line", async ({
  page,
  product,
}) => {
  const program = await ownersProgram(product);
  await signInAs(page, product);
  const projectId = await sampleProject(program);
  await visit(page, product, `/projects/${projectId}/settings/dimensions`);
  const choose = (content: string) =>
    page
      .locator('input[type="file"]')
      .setInputFiles({ name: "mine.csv", mimeType: "text/csv", buffer: Buffer.from(content) });
  await choose("dimension,label\ntone,Dry\ntone,dry");
  await expect(page.getByRole("main").getByRole("alert")).toContainText("line 3");
  await choose("dimension,dimension_label,label\ntone,Tone,Dry humour");
  const dialog = page.getByRole("dialog", { name: "Import mine.csv?" });
  await expect(dialog.getByText("Dry humour")).toBeVisible();
  await dialog.getByRole("button", { name: "Import" }).click();
  await expect(dialog).toBeHidden();
  await visit(page, product, `/projects/${projectId}/plan?show=tone`);
  await expect(page.getByText("Dry humour", { exact: true })).toBeVisible();
});
