import type { Browser, Page } from "@playwright/test";
import { runCommand } from "./command.ts";
import { owner, type Product } from "./product.ts";
import { ownersProgram, signInProgram } from "./program.ts";
import { joinAs, sampleProject, writeFirst } from "./scene.ts";
import { awake, expect, fillSignIn, signInAs, test, visit } from "./walk.ts";

test.use({ story: "people" });

const rita = { name: "Rita Moss", email: "rita@example.com", password: "rita-reads-every-word" };
const vera = { name: "Vera Lund", email: "vera@example.com", password: "vera-only-looks-on" };
const paul = { name: "Paul Hart", email: "paul@example.com", password: "paul-forgets-things" };
const newer = "a-password-that-is-newer";

/** Another person at another machine. */
async function elsewhere(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage();
}

async function choosePassword(page: Page, link: string, password: string): Promise<void> {
  await page.goto(link);
  await awake(page);
  await page.getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Save and sign in" }).click();
}

/** What a row of the members' menu offers. */
async function forMember(page: Page, product: Product, path: string, name: string, item: string) {
  await visit(page, product, path);
  await page.getByRole("button", { name: `More for ${name}` }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

test("a reviewer joins by a link, decides, and neither plans nor spends", async ({
  page,
  browser,
  product,
}) => {
  const program = await ownersProgram(product);
  const projectId = await sampleProject(program);
  const base = `/projects/${projectId}`;
  const [row] = await writeFirst(program, projectId, 1);
  await signInAs(page, product);
  await visit(page, product, `${base}/settings/members`);
  await page.getByLabel("E-mail").fill(rita.email);
  await page.getByRole("button", { name: "Make invitation link" }).click();
  const link = await page.getByLabel(`Invitation for ${rita.email}`).inputValue();
  await expect(page.getByRole("table", { name: "Open invitations" })).toContainText(rita.email);

  const hers = await elsewhere(browser);
  await hers.goto(link);
  await awake(hers);
  await expect(hers.getByText(`You were invited as reviewer under ${rita.email}.`)).toBeVisible();
  await hers.getByLabel("Your name").fill(rita.name);
  await hers.getByLabel("Password", { exact: true }).fill(rita.password);
  await hers.getByRole("button", { name: "Join" }).click();
  await hers.waitForURL(/\/projects\/[0-9a-f-]+$/);

  await test.step("what she doesn't see", async () => {
    await visit(hers, product, `${base}/conversations`);
    await expect(hers.getByRole("row").filter({ hasText: "T-002" })).toBeVisible();
    await expect(hers.getByRole("button", { name: /Generate/ })).toHaveCount(0);
    await hers.getByRole("link", { name: "Plan", exact: true }).click();
    await expect(hers.getByRole("heading", { name: "Plan", level: 1 })).toBeVisible();
    await expect(hers.getByText("Add to the plan")).toHaveCount(0);
    await hers.getByRole("link", { name: "Sources", exact: true }).click();
    await expect(hers.getByRole("table", { name: "Documents" })).toBeVisible();
    await expect(hers.getByRole("button", { name: /Choose files|Delete/ })).toHaveCount(0);
    await hers.getByRole("link", { name: "Settings", exact: true }).click();
    await hers.getByRole("link", { name: "Members", exact: true }).click();
    await expect(hers.getByRole("table", { name: "Members" })).toContainText(owner.email);
    await expect(hers.getByRole("button", { name: "Make invitation link" })).toHaveCount(0);
    await expect(hers.getByRole("button", { name: /^More for/ })).toHaveCount(0);
  });

  await test.step("what she does", async () => {
    await visit(hers, product, `${base}/conversations/${row?.id}`);
    await expect(hers.getByRole("button", { name: "Write it anew" })).toHaveCount(0);
    await hers.getByRole("button", { name: /^Approve/ }).click();
    await expect(hers.getByText("T-001 approved.")).toBeVisible();
  });

  await test.step("what the server refuses her", async () => {
    const hersProgram = await signInProgram(product, rita.email, rita.password);
    const refused = await hersProgram.ask("POST", `${base}/batches`, {
      selection: { kind: "filter", filter: {} },
      expectedCount: 1,
    });
    expect(refused.status).toBe(403);
    expect(refused.message).toContain("Your role (reviewer) doesn't allow this.");
  });

  await test.step("the link works once, and the owner sees her", async () => {
    await hers.goto(link);
    await expect(hers.getByText("This invitation was used already.")).toBeVisible();
    await page.reload();
    await expect(page.getByRole("table", { name: "Members" })).toContainText(rita.name);
    await expect(page.getByRole("table", { name: "Open invitations" })).toHaveCount(0);
  });
  await hers.context().close();
});

test("a viewer reads everything and changes nothing", async ({ page, product }) => {
  const program = await ownersProgram(product);
  const projectId = await sampleProject(program);
  const [row] = await writeFirst(program, projectId, 1);
  const veras = await joinAs(product, program, "viewer", vera);
  await signInAs(page, product, vera);
  await visit(page, product, `/projects/${projectId}/conversations/${row?.id}`);
  await expect(page.getByRole("list", { name: "Dialogue" }).getByRole("listitem")).not.toHaveCount(
    0,
  );
  await expect(page.getByRole("button", { name: /^(Approve|Reject|Flag|Save note)/ })).toHaveCount(
    0,
  );
  await page.keyboard.press("a");
  await expect(page.getByText(/approved\./)).toHaveCount(0);
  for (const [path, body] of [
    [`/projects/${projectId}/decisions`, { selection: selected(row?.id), decision: "approve" }],
    [`/conversations/${row?.id}/notes`, { body: "A note." }],
    ["/projects", { name: "Mine" }],
  ] as const) {
    expect(await veras.ask("POST", path, body)).toMatchObject({
      status: 403,
      message: expect.stringContaining("Your role (viewer) doesn't allow this."),
    });
  }
  expect(await program.call("GET", `/conversations/${row?.id}`)).toMatchObject({
    reviewState: expect.not.stringMatching("approved"),
    notes: [],
  });
});

const selected = (id: string | undefined) => ({ kind: "ids", ids: [id] });

test("a lost password: a link of the owner, or a command on the server", async ({
  page,
  browser,
  product,
}) => {
  const program = await ownersProgram(product);
  await joinAs(product, program, "editor", paul);
  const settings = `/projects/${await sampleProject(program)}/settings/members`;
  const his = await elsewhere(browser);
  await signInAs(his, product, paul);
  await visit(his, product, settings);

  await signInAs(page, product);
  await forMember(page, product, settings, paul.name, "Make a password link");
  await page.getByRole("button", { name: "Make the link" }).click();
  const link = await page.getByLabel(`Link for ${paul.name}`).inputValue();

  const afresh = await elsewhere(browser);
  await choosePassword(afresh, link, "short");
  await expect(afresh.getByText("A password needs at least 10 characters.")).toBeVisible();
  await choosePassword(afresh, link, newer);
  await afresh.waitForURL(/\/sign-in/);
  await fillSignIn(afresh, paul.email, paul.password);
  await expect(afresh.getByRole("main").getByRole("alert")).toContainText("don't fit together");
  await fillSignIn(afresh, paul.email, newer);
  await afresh.waitForURL(/\/projects\//);

  await his.reload();
  await expect(his).toHaveURL(/\/sign-in\?next=/);
  await choosePassword(his, link, "yet-another-password");
  await expect(his.getByRole("main").getByRole("alert")).toContainText(
    "This link has been used or has run out.",
  );

  const printed = await runCommand(product, "password-link", paul.email);
  expect(printed).toMatchObject({ code: 0, error: "" });
  const [address = ""] = printed.out.split("\n");
  expect(address.startsWith(`${product.url}/reset-password?token=`)).toBe(true);
  await choosePassword(his, address, paul.password);
  await his.waitForURL(/\/sign-in/);
  await fillSignIn(his, paul.email, paul.password);
  await his.waitForURL(/\/projects\//);
  await afresh.reload();
  await expect(afresh).toHaveURL(/\/sign-in/);

  const nobody = await runCommand(product, "password-link", "nobody@example.com");
  expect(nobody).toMatchObject({ code: 1, out: "" });
  expect(nobody.error).toContain("No account has the address nobody@example.com.");
  await his.context().close();
  await afresh.context().close();
});

test("the last owner neither leaves nor steps down", async ({ page, product }) => {
  const program = await ownersProgram(product);
  const settings = `/projects/${await sampleProject(program)}/settings/members`;
  const sentence = "This is the last owner of the workspace. Nothing was changed;";
  await signInAs(page, product);
  await forMember(page, product, settings, owner.name, "Remove from the workspace");
  const dialog = page.getByRole("dialog", { name: "Leave this workspace?" });
  await dialog.getByRole("button", { name: "Leave the workspace" }).click();
  await expect(dialog.getByRole("alert")).toContainText(sentence);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();

  const role = page.getByRole("combobox", { name: `Role of ${owner.name}` });
  await role.click();
  await page.getByRole("option", { name: /^Viewer/ }).click();
  await expect(page.getByRole("table", { name: "Members" }).getByRole("alert")).toContainText(
    sentence,
  );
  await expect(role).toHaveValue("Owner");
  expect(await program.call("GET", "/session")).toMatchObject({ workspace: { role: "owner" } });
});
