import type { Page } from "@playwright/test";
import type { Product } from "./product.ts";

/** Gives leave for notices of the browser and keeps what they say; the answer reads it. */
export async function keepNotices(page: Page, product: Product): Promise<() => Promise<string[]>> {
  await page.context().grantPermissions(["notifications"], { origin: product.url });
  await page.addInitScript(() => {
    const told: string[] = [];
    Object.assign(globalThis, {
      told,
      Notification: class extends Notification {
        constructor(title: string, options?: NotificationOptions) {
          super(title, options);
          told.push(`${title}: ${options?.body ?? ""}`);
        }
      },
    });
  });
  return () => page.evaluate(() => Reflect.get(globalThis, "told") as string[]);
}

/** Another tab comes to the front, or this one again: a browser without windows hides none by itself. */
export async function setHidden(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperties(document, {
      hidden: { configurable: true, value: hidden },
      visibilityState: { configurable: true, value: hidden ? "hidden" : "visible" },
    });
    document.dispatchEvent(new Event("visibilitychange"));
  }, isHidden);
}
