import { expect, test as base, type Page } from "@playwright/test";
import { owner, type Product, startProduct, temporaryDataDirectory } from "./product.ts";

/**
 * A product of its own, stopped and removed at the end. Playwright would hand one on from file to file:
 * each file names its own with `test.use({ story: "loop" })`.
 */
export const test = base.extend<object, { story: string; product: Product }>({
  story: ["", { option: true, scope: "worker" }],
  product: [
    async ({ story }, use) => {
      const folder = await temporaryDataDirectory(story);
      const product = await startProduct(folder.path);
      await use(product);
      await product.stop();
      await folder.remove();
    },
    { scope: "worker" },
  ],
});

export { expect };

/** The first visitor's form, or signing in where the owner exists already. */
export async function enter(page: Page, product: Product): Promise<void> {
  await visit(page, product, "/");
  if (page.url().endsWith("/setup")) {
    await page.getByLabel("Your name").fill(owner.name);
    await page.getByLabel("E-mail").fill(owner.email);
    await page.getByLabel("Password", { exact: true }).fill(owner.password);
    await page.getByRole("button", { name: "Create account and open the sample" }).click();
  } else if (page.url().includes("/sign-in")) {
    await page.getByLabel("E-mail").fill(owner.email);
    await page.getByLabel("Password", { exact: true }).fill(owner.password);
    await page.getByRole("button", { name: "Sign in" }).click();
  }
  await page.waitForURL(/\/projects\/[0-9a-f-]+/);
}

/** Gives the page's browser a session, without the form. */
export async function signInAs(
  page: Page,
  product: Product,
  { email, password }: { email: string; password: string } = owner,
): Promise<void> {
  const response = await page.context().request.post(`${product.url}/api/auth/sign-in/email`, {
    headers: { origin: product.url },
    data: { email, password },
  });
  expect(response.status(), await response.text()).toBe(200);
}

/** Resolves once the page's scripts answer: before that a click or a typed word could be lost. */
export async function awake(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll("main *")].some((element) =>
      Object.keys(element).some((key) => key.startsWith("__reactProps")),
    ),
  );
}

/** Fills the sign-in form that the page shows and sends it. */
export async function fillSignIn(page: Page, email: string, password: string): Promise<void> {
  await awake(page);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Opens a page of the product and waits until it answers. */
export async function visit(page: Page, product: Product, path: string): Promise<void> {
  await page.goto(product.url + path);
  await awake(page);
}
