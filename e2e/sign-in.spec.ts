import { ownersProgram } from "./program.ts";
import { owner } from "./product.ts";
import { sampleProject } from "./scene.ts";
import { awake, expect, fillSignIn, test } from "./walk.ts";

test.use({ story: "sign-in" });

test("signing out and in, a wrong password, and a link to a page inside", async ({
  page,
  product,
}) => {
  const program = await ownersProgram(product);
  const base = `/projects/${await sampleProject(program)}`;
  const inside = `${base}/conversations?persona=recent-retiree&sort=-title`;
  await page.goto(product.url + inside);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await fillSignIn(page, owner.email, "not-the-password");
  await expect(page.getByRole("main").getByRole("alert")).toContainText(
    "This e-mail address and password don't fit together.",
  );
  await expect(page.getByLabel("E-mail")).toHaveValue(owner.email);
  await fillSignIn(page, owner.email, owner.password);
  await expect(page).toHaveURL(product.url + inside);
  await expect(page.getByRole("button", { name: "Remove Persona: Recent Retiree" })).toBeVisible();

  await page.getByRole("button", { name: owner.name }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goto(product.url + base);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.goto(
    `${product.url}/sign-in?next=${encodeURIComponent("https://elsewhere.example/")}`,
  );
  await fillSignIn(page, owner.email, owner.password);
  await expect(page).toHaveURL(`${product.url}${base}`);
});

test("what is typed before the page's scripts ran counts, and never stands in the address", async ({
  page,
  product,
}) => {
  await ownersProgram(product);
  const scripts = Promise.withResolvers<void>();
  await page.route("**/_next/static/**/*.js", async (route) => {
    await scripts.promise;
    await route.continue();
  });
  const type = async () => {
    await page.getByLabel("E-mail").fill(owner.email);
    await page.getByLabel("Password", { exact: true }).fill(owner.password);
  };
  await page.goto(`${product.url}/sign-in`, { waitUntil: "commit" });
  await type();
  const sent = page.waitForRequest((request) => request.isNavigationRequest());
  await page.keyboard.press("Enter");
  expect((await sent).url()).toBe(`${product.url}/sign-in`);
  expect((await sent).method()).toBe("POST");
  await expect(page.getByLabel("E-mail")).toHaveValue("");
  await type();
  scripts.resolve();
  await awake(page);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/projects\//);
});
