import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { ownersProgram, type Program } from "./program.ts";
import { rowsOf, sampleProject, writeFirst } from "./scene.ts";
import { expect, signInAs, test, visit } from "./walk.ts";

// A fault is told in full; recording every step of axe would take as long again.
test.use({ story: "access", trace: "off" });

const wcag22 = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const ofColour = ["color-contrast", "link-in-text-block"];

/** What axe finds wrong with the page, or a part of it: everything in light, the colours again in dark. */
async function sound(page: Page, what: string, part = "html"): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
    // Without frames the older way finds the same in half the time.
    const axe = new AxeBuilder({ page })
      .options({ resultTypes: ["violations"] })
      .setLegacyMode()
      .include(part);
    const { violations, passes } = await (
      colorScheme === "light" ? axe.withTags(wcag22) : axe.withRules(ofColour)
    ).analyze();
    expect(passes.length).toBeGreaterThan(0);
    const told = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary}`),
    );
    expect.soft(told, `${what}, ${colorScheme}`).toEqual([]);
  }
}

/** One id of each thing that has a page of its own. */
async function idsOf(program: Program, projectId: string) {
  const path = `/projects/${projectId}`;
  const [document] = await program.call<{ id: string }[]>("GET", `${path}/documents`);
  const [batch] = await program.call<{ id: string }[]>("GET", `${path}/batches`);
  const [seed] = await rowsOf(program, projectId, { origin: ["seed"] });
  const [open] = await rowsOf(program, projectId, { status: ["not_generated"] });
  return { document: document?.id, batch: batch?.id, seed: seed?.id, open: open?.id };
}

test("the pages before signing in", async ({ page, product }) => {
  await visit(page, product, "/setup");
  await page.getByRole("button", { name: "Create account and open the sample" }).click();
  await expect(page.getByText("Enter a name.")).toBeVisible();
  await sound(page, "set-up with errors");
  const program = await ownersProgram(product);
  const { link } = await program.call<{ link: string }>("POST", "/invitations", {
    email: "rita@example.com",
    role: "reviewer",
  });
  for (const path of ["/sign-in", "/reset-password?token=x", new URL(link).pathname, "/nothing"]) {
    await visit(page, product, path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await sound(page, path);
  }
});

test("every page inside", async ({ page, product }) => {
  test.slow();
  const program = await ownersProgram(product);
  const projectId = await sampleProject(program);
  const [written] = await writeFirst(program, projectId, 3);
  const { document, batch, seed, open } = await idsOf(program, projectId);
  await signInAs(page, product);
  for (const path of [
    "",
    "/conversations",
    `/conversations/${written?.id}`,
    `/conversations/${written?.id}?compare=true`,
    `/conversations/${seed}`,
    `/conversations/${open}`,
    "/plan",
    "/sources",
    "/sources?tab=seeds",
    `/sources/${document}`,
    "/runs",
    `/runs/${batch}`,
    "/export?withSeeds=true",
    "/activity",
    "/settings",
    "/settings/members",
  ]) {
    await visit(page, product, `/projects/${projectId}${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    await sound(page, path || "overview");
  }
});

test("every dialog", async ({ page, product }) => {
  test.slow();
  const program = await ownersProgram(product);
  const projectId = await sampleProject(program);
  const [written] = await writeFirst(program, projectId, 1);
  const base = `/projects/${projectId}`;
  await signInAs(page, product);
  const dialog = page.getByRole("dialog");
  const inside = "[role=dialog]";
  const closed = async () => {
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  };

  // A short table: axe looks at what lies below a dialog too.
  await visit(page, product, `${base}/conversations?q=T-00`);
  await page.getByRole("button", { name: /^Generate all/ }).click();
  await expect(dialog).toContainText("$0.00");
  await sound(page, "write conversations", inside);
  await closed();
  await page.locator("button[aria-haspopup=dialog]").filter({ hasText: "Persona" }).click();
  await expect(dialog).toContainText("Recent Retiree");
  await sound(page, "a filter", inside);
  await closed();
  await page.getByRole("checkbox", { name: "Select T-005" }).check();
  await sound(page, "the bar of a selection");
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(dialog).toContainText("Delete 1 conversation?");
  await sound(page, "delete", inside);
  await closed();

  await visit(page, product, `${base}/conversations/${written?.id}`);
  await page.getByRole("button", { name: /^Reject/ }).click();
  await expect(page.getByLabel("Reason, if you like")).toBeVisible();
  await sound(page, "reject", inside);
  await closed();
  await page.keyboard.press("?");
  await expect(dialog).toContainText("Approve, then go to the next");
  await sound(page, "keys", inside);
  await closed();

  await visit(page, product, `${base}/settings/members`);
  await page.getByLabel("E-mail").fill("vera@example.com");
  await page.getByRole("button", { name: "Make invitation link" }).click();
  await expect(page.getByLabel("Invitation for vera@example.com")).toBeVisible();
  await sound(page, "invitation link");
  await page.getByRole("button", { name: /^Change project/ }).click();
  await sound(page, "menu of projects", "[role=menu]");
  await page.getByRole("menuitem", { name: "New project" }).click();
  await expect(page).toHaveURL(/\/projects\/new$/);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("Enter a name for the project.")).toBeVisible();
  await sound(page, "new project");
  await visit(page, product, `${base}/settings/members`);
  await page.keyboard.press("Control+k");
  await page.getByLabel("Where to?").fill("Set");
  await expect(dialog).toContainText("Settings");
  await sound(page, "go anywhere", inside);
});

test("a review by keyboard alone", async ({ page, product }) => {
  const program = await ownersProgram(product);
  const { id } = await program.call<{ id: string }>("POST", "/projects", { name: "By keyboard" });
  const counts = { template: 4, scenario: 0, edge_case: 0 };
  await program.call("POST", `/projects/${id}/plan`, { counts });
  const rows = await writeFirst(program, id, 4);
  const [first, second, third, fourth] = rows.map(({ reference }) => reference);
  const told = (row: { id: string } | undefined) =>
    program.call<{ badge: string }>("GET", `/conversations/${row?.id}`);
  const stands = (reference: string | undefined) =>
    expect(page.getByRole("main").locator("header")).toContainText(`${reference} · `);

  await signInAs(page, product);
  await visit(page, product, `/projects/${id}/conversations?tier=template`);
  await expect(page.getByRole("row").filter({ hasText: first })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("/");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("row").filter({ hasText: first }).getByRole("link")).toBeFocused();
  await page.keyboard.press("Enter");
  await stands(first);
  await page.keyboard.press("j");
  await stands(second);
  await page.keyboard.press("a");
  await stands(third);
  await expect.poll(async () => (await told(rows[1])).badge).toBe("approved");

  await page.keyboard.press("r");
  await expect(page.getByLabel("Reason, if you like")).toBeFocused();
  await page.keyboard.type("Too vague for a first answer.");
  await page.keyboard.press("Enter");
  await stands(fourth);
  expect(await told(rows[2])).toMatchObject({
    badge: "rejected",
    decisions: [{ decision: "reject", reason: "Too vague for a first answer." }],
  });

  await page.keyboard.press("u");
  await stands(third);
  await expect.poll(async () => (await told(rows[2])).badge).not.toBe("rejected");

  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keys" });
  await expect(sheet).toBeVisible();
  await page.keyboard.press("a");
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  expect((await told(rows[2])).badge).not.toBe("approved");
});

test("a rejection's reason stays until it is stored", async ({ page, product }) => {
  const program = await ownersProgram(product);
  const { id } = await program.call<{ id: string }>("POST", "/projects", { name: "Kept reason" });
  const counts = { template: 2, scenario: 0, edge_case: 0 };
  await program.call("POST", `/projects/${id}/plan`, { counts });
  const [row] = await writeFirst(program, id, 1);
  await signInAs(page, product);
  await visit(page, product, `/projects/${id}/conversations/${row?.id}`);
  await page.route("**/rpc/review/decide", (route) => route.abort());
  await expect(page.getByRole("button", { name: /^Reject/ }).first()).toBeVisible();
  await page.keyboard.press("r");
  const reason = page.getByLabel("Reason, if you like");
  await reason.fill("Too vague for a first answer.");
  await page.keyboard.press("Enter");
  await expect(page.getByText("What you typed is still here")).toBeVisible();
  await expect(reason).toHaveValue("Too vague for a first answer.");
  await page.unroute("**/rpc/review/decide");
  await reason.press("Enter");
  await expect(reason).toBeHidden();
  const told = await program.call("GET", `/conversations/${row?.id}`);
  expect(told).toMatchObject({
    badge: "rejected",
    decisions: [{ decision: "reject", reason: "Too vague for a first answer." }],
  });
});
