import { ownersProgram } from "./program.ts";
import { expect, signInAs, test } from "./walk.ts";

test.use({ story: "api-docs" });

test("the page of calls loads nothing from elsewhere, and a call can be tried in it", async ({
  page,
  product,
}) => {
  await ownersProgram(product);
  const foreign: string[] = [];
  const faults: string[] = [];
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== product.url && protocol.startsWith("http")) foreign.push(request.url());
  });
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  await signInAs(page, product);
  await page.goto(`${product.url}/api-docs`);
  await expect(page.getByText("Start a run")).toBeVisible();
  await expect(page.getByText("Check that no event was changed or taken away")).toBeVisible();
  // Drawn with its own style sheet: without it the methods would have no colour.
  const method = page.locator(".opblock-summary-method").first();
  expect(await method.evaluate((element) => getComputedStyle(element).borderRadius)).toBe("3px");

  const row = page
    .locator(".opblock")
    .filter({ has: page.getByText("List the projects", { exact: true }) });
  await row.getByRole("button").first().click();
  await row.getByRole("button", { name: "Try it out" }).click();
  await row.getByRole("button", { name: "Execute" }).click();
  await expect(row.locator(".live-responses-table")).toContainText("200");
  expect(foreign).toEqual([]);
  expect(faults).toEqual([]);
});

test("it can be read without signing in, as the document can", async ({ page, product }) => {
  await page.goto(`${product.url}/api-docs`);
  await expect(page.getByText("Start a run")).toBeVisible();
  const document = await page.request.get(`${product.url}/api/v1/openapi.json`);
  expect(await document.json()).toMatchObject({ openapi: expect.stringMatching(/^3\.1/) });
});
