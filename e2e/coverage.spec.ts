import { AxeBuilder } from "@axe-core/playwright";
import { ownersProgram } from "./program.ts";
import { rowsOf, sampleProject } from "./scene.ts";
import { awake, enter, expect, test } from "./walk.ts";

test.use({ story: "coverage" });

test("a pair of the matrix is planned and written, and three are tried before the rest", async ({
  page,
  product,
}) => {
  await enter(page, product);
  const program = await ownersProgram(product);
  const projectId = await sampleProject(program);
  const filter = {
    origin: ["planned"],
    labels: { persona: ["recent-retiree"], topic: ["tax"] },
  };
  const before = await rowsOf(program, projectId, filter);

  await test.step("the three that differ most are written first, and lead to their review", async () => {
    await page.getByRole("button", { name: "Try 3 conversations" }).click();
    const dialog = page.getByRole("dialog", { name: "Write conversations" });
    await dialog.getByRole("button", { name: "Write 3 conversations" }).click();
    await expect(page).toHaveURL(/\/conversations\?/);
    const written = async () =>
      (
        await rowsOf(program, projectId, {
          origin: ["planned"],
          status: ["generated", "needs_review"],
        })
      ).length;
    await expect.poll(written, { timeout: 60_000 }).toBe(3);
    await page.goto(`${product.url}/projects/${projectId}`);
    await expect(
      page.getByRole("heading", { name: "Read the first 3 conversations" }),
    ).toBeVisible();
  });

  await test.step("the gap is named, and its pair is planned with a look at it first", async () => {
    await page.goto(`${product.url}/projects/${projectId}?rows=persona&columns=topic`);
    await awake(page);
    const matrix = page.getByRole("table", { name: /by persona and topic/ });
    const cell = matrix.getByRole("button", { name: /Recent Retiree, Tax/ });
    await cell.click();
    const dialog = page.getByRole("dialog", { name: "Recent Retiree, Tax" });
    await dialog.getByRole("button", { name: /^Plan \d+ here$/ }).click();
    const plan = page.getByRole("dialog", { name: "Plan here: Recent Retiree, Tax" });
    await plan.getByLabel("How many").fill("2");
    await expect(plan).toContainText("Adding them costs nothing.");
    await expect(plan.getByRole("table").getByText("Recent Retiree")).toHaveCount(2);
    expect(await rowsOf(program, projectId, filter)).toHaveLength(before.length);
    // The first dialog fades away behind this one.
    await expect(page.getByRole("dialog")).toHaveCount(1);
    const axe = await new AxeBuilder({ page }).analyze();
    expect(axe.violations.map(({ id }) => id)).toEqual([]);
    await plan.getByRole("button", { name: "Add and write" }).click();
  });

  await test.step("the rows are there and are written", async () => {
    const dialog = page.getByRole("dialog", { name: "Write conversations" });
    await dialog.getByRole("button", { name: "Write 2 conversations" }).click();
    const rows = () => rowsOf(program, projectId, filter);
    expect(await rows()).toHaveLength(before.length + 2);
    await expect
      .poll(
        async () =>
          (await rows()).filter(({ badge }) => badge === "generated" || badge === "needs_review")
            .length,
        {
          timeout: 60_000,
        },
      )
      .toBe(2);
    const matrix = page.getByRole("table", { name: /by persona and topic/ });
    const link = matrix.getByRole("link", { name: /Recent Retiree, Tax: .* 2 written, .*planned/ });
    await link.click();
    await expect(page).toHaveURL(
      /persona=recent-retiree.*topic=tax|topic=tax.*persona=recent-retiree/,
    );
    await expect(page.getByRole("row").filter({ hasText: "Recent Retiree" })).toHaveCount(
      before.length + 2,
    );
  });
});
