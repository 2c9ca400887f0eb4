import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { owner } from "./product.ts";
import { ownersProgram } from "./program.ts";
import { type Batch, finished, rowsOf, sampleProject } from "./scene.ts";
import { awake, expect, signInAs, test, visit } from "./walk.ts";

test.use({ story: "errors" });

/** A field that says what is wrong with it and still holds what was typed. */
async function refused(page: Page, label: string, typed: string, sentence: string) {
  const field = page.getByLabel(label, { exact: true });
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveAccessibleDescription(new RegExp(sentence));
  await expect(field).toHaveValue(typed);
}

test("the first form names each wrong field and keeps what was typed", async ({
  page,
  product,
}) => {
  await visit(page, product, "/");
  await expect(page).toHaveURL(/\/setup$/);
  await page.getByLabel("E-mail").fill("ada");
  await page.getByLabel("Password", { exact: true }).fill("short");
  const send = page.getByRole("button", { name: "Create account and open the sample" });
  await send.click();
  await refused(page, "Your name", "", "Enter a name.");
  await refused(page, "E-mail", "ada", "Enter an e-mail address such as name@example.com.");
  await refused(page, "Password", "short", "A password needs at least 10 characters.");
  await page.getByLabel("Your name").fill(owner.name);
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await send.click();
  await page.waitForURL(/\/projects\/[0-9a-f-]+$/);
});

test("the forms inside name the field and keep what was typed", async ({ page, product }) => {
  const program = await ownersProgram(product);
  const base = `/projects/${await sampleProject(program)}`;
  await signInAs(page, product);

  await test.step("plan", async () => {
    await visit(page, product, `${base}/plan`);
    await page.getByLabel("Template", { exact: true }).fill("-1");
    await page.getByLabel("Scenario", { exact: true }).fill("20000");
    await page.getByRole("button", { name: "Preview" }).click();
    await refused(page, "Template", "-1", "A count can't be below 0.");
    await refused(page, "Scenario", "20,000", "At most 10,000 rows can be planned at once.");
    await page.getByLabel("Template", { exact: true }).fill("");
    await page.getByRole("button", { name: "Preview" }).click();
    await refused(page, "Template", "", "Enter a whole number.");
    await page.getByLabel("Template", { exact: true }).fill("2");
    await page.getByLabel("Scenario", { exact: true }).fill("1");
    await page.getByRole("button", { name: "Preview" }).click();
    await expect(page.getByText("This would add 18 conversations")).toBeVisible();
  });

  await test.step("new project", async () => {
    await page.getByRole("button", { name: /^Change project/ }).click();
    await page.getByRole("menuitem", { name: "New project" }).click();
    await expect(page).toHaveURL(/\/projects\/new$/);
    const field = "Name of your business";
    await page.getByRole("button", { name: "Continue" }).click();
    await refused(page, field, "", "Enter a name");
    const long = "x".repeat(500);
    await page.getByLabel(field).fill(long);
    await page.getByRole("button", { name: "Continue" }).click();
    await refused(page, field, long, "at most 120 characters");
  });

  await test.step("workspace and invitation", async () => {
    await visit(page, product, `${base}/settings`);
    await page.getByLabel("Name", { exact: true }).fill("   ");
    await page.getByRole("button", { name: "Save name" }).click();
    await refused(page, "Name", "   ", "Enter a name for the workspace.");
    await visit(page, product, `${base}/settings/members`);
    await page.getByLabel("E-mail").fill("rita at example");
    await page.getByRole("button", { name: "Make invitation link" }).click();
    await refused(page, "E-mail", "rita at example", "Enter an e-mail address such as");
    await page.getByLabel("E-mail").fill(owner.email);
    await page.getByRole("button", { name: "Make invitation link" }).click();
    await refused(page, "E-mail", owner.email, "already");
  });
});

test("what isn't there is said in a sentence, in the browser and to programs", async ({
  page,
  product,
}) => {
  const program = await ownersProgram(product);
  const projectId = await sampleProject(program);
  await signInAs(page, product);
  for (const path of [`/projects/${randomUUID()}`, "/projects/nonsense", "/nothing"]) {
    expect((await page.goto(product.url + path))?.status()).toBe(404);
    await expect(page.getByRole("heading", { name: "Nothing here" })).toBeVisible();
    await expect(page.getByText("Nothing was changed.")).toBeVisible();
  }
  for (const [path, noun] of [
    [`conversations/${randomUUID()}`, "conversation"],
    ["conversations/nonsense", "conversation"],
    [`sources/${randomUUID()}`, "document"],
    [`runs/${randomUUID()}`, "run"],
  ] as const) {
    await visit(page, product, `/projects/${projectId}/${path}`);
    await expect(page.getByText(`This ${noun} doesn't exist`).first()).toBeVisible();
    await expect(page.getByRole("button", { name: "Try again" })).toHaveCount(0);
  }
  for (const path of ["projects", "conversations", "documents", "batches"]) {
    for (const id of [randomUUID(), "nonsense"]) {
      expect(await program.ask("GET", `/${path}/${id}`)).toMatchObject({
        status: 404,
        message: expect.stringMatching(/^This \w+ doesn't exist, .* Nothing was changed; /),
      });
    }
  }
  for (const inside of ["overview", "documents", "batches", "exports", "progress"]) {
    const { status } = await program.ask("GET", `/projects/${randomUUID()}/${inside}`);
    expect(status, inside).toBe(404);
  }
});

test("a program's wrong call is answered with a JSON sentence", async ({ product }) => {
  const program = await ownersProgram(product);
  const base = `/projects/${await sampleProject(program)}`;
  const search = `${base}/conversations/search`;
  const label = await program.ask("POST", search, { filter: { labels: { persona: ["nobody"] } } });
  expect(label).toMatchObject({ status: 400, fields: [{ field: "filter.labels.persona" }] });
  expect(label.message).toContain('"nobody" is no value of persona. The allowed ones are: anxious');
  const dimension = await program.ask("POST", search, { filter: { labels: { mood: ["x"] } } });
  expect(dimension.message).toContain("The allowed ones are: persona, emotion,");
  const status = await program.ask("POST", search, { filter: { status: ["done"] } });
  expect(status.fields[0]?.message).toContain("A status is one of: not_generated, queued,");

  const counts = { template: -1, scenario: 20_000, edge_case: 1.5 };
  const plan = await program.ask("POST", `${base}/plan`, { counts });
  expect(plan.status).toBe(400);
  expect(plan.fields.map(({ field }) => field)).toEqual([
    "counts.template",
    "counts.scenario",
    "counts.edge_case",
  ]);

  for (const [method, path, body, code] of [
    ["POST", search, '{"filter":', 400],
    ["POST", search, "[]", 400],
    ["PUT", base, undefined, 404],
    ["DELETE", base, undefined, 404],
    ["GET", "/nothing", undefined, 404],
  ] as const) {
    const answer = await program.ask(method, path, body);
    expect(answer, `${method} ${path}`).toMatchObject({ status: code });
    expect(answer.type).toContain("application/json");
    expect(answer.message).toMatch(/^[A-Z].*Nothing was changed/);
  }
  expect(await program.call("GET", `${base}/overview`)).toMatchObject({ planned: 90 });
});

test("an unreachable server is said so, nothing is lost, and trying again works", async ({
  page,
  product,
}) => {
  const program = await ownersProgram(product);
  const base = `/projects/${await sampleProject(program)}`;
  await signInAs(page, product);
  await page.route("**/rpc/conversations/list", (route) => route.abort());
  await visit(page, product, `${base}/conversations`);
  const alert = page.getByRole("main").getByRole("alert");
  await expect(alert).toContainText("Bright Run can't be reached.");
  await page.unroute("**/rpc/conversations/list");
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("row").filter({ hasText: "T-001" })).toBeVisible();
  await expect(alert).toHaveCount(0);

  await page.route("**/rpc/projects/create", (route) => route.abort());
  await page.getByRole("button", { name: /^Change project/ }).click();
  await page.getByRole("menuitem", { name: "New project" }).click();
  const field = page.getByLabel("Name of your business");
  await field.fill("After the break");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(alert).toContainText("Bright Run can't be reached.");
  await expect(field).toHaveValue("After the break");
  await page.unroute("**/rpc/projects/create");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(
    page.getByRole("heading", { name: "How do you talk with customers?" }),
  ).toBeVisible();
});

test("a double click on Write starts one run", async ({ page, product }) => {
  const program = await ownersProgram(product);
  const { id } = await program.call<{ id: string }>("POST", "/projects", { name: "Two clicks" });
  const counts = { template: 3, scenario: 0, edge_case: 0 };
  await program.call("POST", `/projects/${id}/plan`, { counts });
  await signInAs(page, product);
  await visit(page, product, `/projects/${id}/conversations`);
  await page.getByRole("button", { name: "Generate all 3" }).click();
  await page.getByRole("button", { name: "Write 3 conversations" }).dblclick();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByRole("row").filter({ hasText: "Generated" })).toHaveCount(3);
  await expect(page.getByText("This didn't work")).toHaveCount(0);
  const batches = await program.call<Batch[]>("GET", `/projects/${id}/batches`);
  expect(batches.map(({ total }) => total)).toEqual([3]);
  for (const row of await rowsOf(program, id, {})) {
    const { versions } = await program.call<{ versions: unknown[] }>(
      "GET",
      `/conversations/${row.id}`,
    );
    expect(versions).toHaveLength(1);
  }
});

test("filters outlive back, forward, a reload and a look at a row", async ({ page, product }) => {
  const program = await ownersProgram(product);
  const base = `/projects/${await sampleProject(program)}`;
  await signInAs(page, product);
  await visit(page, product, `${base}/conversations`);
  const persona = page.getByRole("button", { name: "Remove Persona: Recent Retiree" });
  const tier = page.getByRole("button", { name: "Remove Tier: Template" });
  const rows = page.getByRole("table", { name: "Conversations" }).locator("tbody").getByRole("row");
  const tick = async (axis: string, value: string) => {
    await page.locator("button[aria-haspopup=dialog]").filter({ hasText: axis }).click();
    await page.getByRole("checkbox", { name: new RegExp(`^${value}`) }).check();
    await page.keyboard.press("Escape");
  };
  const counted = async (filter: object) => (await rowsOf(program, base.slice(10), filter)).length;
  const one = await counted({ labels: { persona: ["recent-retiree"] } });
  const two = await counted({ labels: { persona: ["recent-retiree"], tier: ["template"] } });
  expect(two).toBeGreaterThan(0);
  expect(two).toBeLessThan(one);

  await tick("Persona", "Recent Retiree");
  await expect(persona).toBeVisible();
  await expect(rows).toHaveCount(one);
  await tick("Tier", "Template");
  await expect(rows).toHaveCount(two);
  await page.goBack();
  await expect(tier).toBeHidden();
  await expect(rows).toHaveCount(one);
  await page.goForward();
  await expect(tier).toBeVisible();
  await expect(rows).toHaveCount(two);
  await page.reload();
  await awake(page);
  await expect(persona).toBeVisible();
  await expect(rows).toHaveCount(two);

  await rows.first().getByRole("link").click();
  await page.waitForURL(/\/conversations\/[0-9a-f-]+\?/);
  await page.getByRole("link", { name: "Conversations", exact: true }).first().waitFor();
  await page.goBack();
  await expect(rows).toHaveCount(two);
  await expect(persona).toBeVisible();
});

test("a run goes on with the tab closed and is seen after coming back", async ({
  page,
  product,
}) => {
  const program = await ownersProgram(product);
  const projectId = await sampleProject(program);
  await signInAs(page, product);
  await visit(page, product, `/projects/${projectId}/conversations`);
  await page.getByRole("button", { name: "Generate all 90" }).click();
  await page.getByRole("button", { name: "Write 90 conversations" }).click();
  // The practice writer may be through before the first picture of it.
  await expect(page.getByRole("region", { name: "Progress" })).toContainText(/of 90|90 ready/);
  const context = page.context();
  await page.close();
  const [run] = await program.call<Batch[]>("GET", `/projects/${projectId}/batches`);
  expect(await finished(program, run?.id ?? "")).toMatchObject({ done: 90, failed: 0 });

  const back = await context.newPage();
  await visit(back, product, `/projects/${projectId}`);
  const island = back.getByRole("region", { name: "Progress" }).filter({ hasText: "Run 1" });
  await expect(island).toContainText("90 ready");
  await expect(back.getByText("0 of 90 conversations approved, 90 written")).toBeVisible();
  await back.getByRole("link", { name: "Runs", exact: true }).click();
  await expect(back.getByRole("row").filter({ hasText: "Run 1" })).toContainText("90 ready");
});
