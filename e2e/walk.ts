import { test as base, type Page } from "@playwright/test";
import { owner, type Product, startProduct, temporaryDataDirectory } from "./product.ts";

/** A product of its own for each spec file, stopped and removed at the end. */
export const test = base.extend<object, { product: Product }>({
  product: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const folder = await temporaryDataDirectory();
      const product = await startProduct(folder.path);
      await use(product);
      await product.stop();
      await folder.remove();
    },
    { scope: "worker" },
  ],
});

export { expect } from "@playwright/test";

/** The first visitor's form, or signing in where the owner exists already. */
export async function enter(page: Page, product: Product): Promise<void> {
  await page.goto(product.url);
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
