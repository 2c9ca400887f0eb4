import { AxeBuilder } from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { owner } from "./product.ts";
import { expect, test, visit } from "./walk.ts";

test.use({ story: "wizard" });

/** More than this, and a newcomer gives up. */
const MOST_CLICKS = 12;

const documents = [
  {
    name: "orders.md",
    mimeType: "text/markdown",
    buffer: Buffer.from(
      "# Orders\n\nA wedding cake is ordered eight weeks ahead. We ask for a third when it is ordered and the rest a week before the day.\n\n## Changing the date\n\nA date can be changed once, up to two weeks before, without a fee.",
    ),
  },
  {
    name: "allergies.md",
    mimeType: "text/markdown",
    buffer: Buffer.from(
      "# Allergies\n\nWe bake without nuts on Mondays only, because the kitchen is cleaned on Sunday. Gluten-free cakes come from a partner in town.",
    ),
  },
];

const seeds = ["Can I change the date?", "Is it free of nuts?", "What does it cost?"].map(
  (question, place) => ({
    name: `sample-${place + 1}.json`,
    mimeType: "application/json",
    buffer: Buffer.from(
      JSON.stringify({
        messages: [
          { role: "user", content: question },
          {
            role: "assistant",
            content: "Let us look at your day first, and then at the cake. When do you marry?",
          },
        ],
      }),
    ),
  }),
);

async function expectNoFaults(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${where}: ${id} ${nodes[0]?.html ?? ""}`),
    where,
  ).toEqual([]);
}

test("a newcomer gets from sign-up to a first conversation of the own business in a dozen clicks", async ({
  page,
  product,
}) => {
  let clicks = 0;
  const click = async (target: Locator) => {
    await target.click();
    clicks += 1;
  };
  const goOn = () => click(page.getByRole("button", { name: "Continue" }));
  const heading = (name: string) => page.getByRole("heading", { name, level: 1 });

  await visit(page, product, "/");
  await page.getByLabel("Your name").fill(owner.name);
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await click(page.getByRole("button", { name: "Create account and open the sample" }));
  await click(page.getByRole("link", { name: "Set up your own business" }));

  await test.step("the business", async () => {
    await expect(heading("Tell us about your business")).toBeVisible();
    await expectNoFaults(page, "new project");
    await page.getByLabel("Name of your business").fill("Lind Bakery");
    await page.getByLabel("What does it do?").fill("wedding cakes to order");
    await goOn();
  });

  await test.step("the voice, with a reload in the middle", async () => {
    await expect(heading("How do you talk with customers?")).toBeVisible();
    await page.getByLabel("Who answers").fill("Mara Lind");
    await page.getByLabel("How you sound").fill("warm and dry");
    await page.getByLabel("Principles, line 1").fill("Say the price first");
    await page.reload();
    await expect(page.getByLabel("How you sound")).toHaveValue("warm and dry");
    await expect(page.getByLabel("Principles, line 1")).toHaveValue("Say the price first");
    await goOn();
  });

  await test.step("three sample conversations", async () => {
    await expect(heading("Show how you really answer")).toBeVisible();
    const chooser = page.waitForEvent("filechooser");
    await click(page.getByRole("button", { name: "Choose files" }));
    await (await chooser).setFiles(seeds);
    await expect(page.getByText("3 added")).toBeVisible();
    await goOn();
  });

  await test.step("two documents, and everything else as it is proposed", async () => {
    await expect(heading("Add what you know")).toBeVisible();
    const chooser = page.waitForEvent("filechooser");
    await click(page.getByRole("button", { name: "Choose files" }));
    await (await chooser).setFiles(documents);
    await expect(page.getByText("2 added")).toBeVisible();
    await click(page.getByRole("link", { name: "Summary" }));
  });

  await test.step("the plan, and the first conversation", async () => {
    await expect(page.getByText("Your voice is laid down.")).toBeVisible();
    await expect(page.getByText("3 sample conversations")).toBeVisible();
    await expect(page.getByText("2 documents")).toBeVisible();
    await click(page.getByRole("button", { name: "Plan 90 conversations" }));
    await click(page.getByRole("button", { name: "Have the first one written" }));
    await click(page.getByRole("dialog").getByRole("button", { name: "Write 1 conversation" }));
    const messages = page.getByRole("list", { name: "Dialogue" }).getByRole("listitem");
    await expect(messages.nth(7)).toBeVisible();
  });

  expect(clicks).toBeLessThanOrEqual(MOST_CLICKS);
});

test("no step has a fault of access, and each can be gone to by its address", async ({
  page,
  product,
}) => {
  await signIn(page, product.url);
  const project = await ownProject(page, product.url);
  for (const step of [
    "business",
    "voice",
    "seeds",
    "documents",
    "customers",
    "amount",
    "writer",
    "summary",
  ]) {
    await visit(page, product, `/projects/${project}/start/${step}`);
    await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
    await expectNoFaults(page, step);
  }
});

test("a pasted conversation is shown by who speaks, corrected, and kept as a sample", async ({
  page,
  product,
}) => {
  await signIn(page, product.url);
  const project = await ownProject(page, product.url);
  await visit(page, product, `/projects/${project}/start/seeds`);
  await page
    .getByLabel("Paste a conversation")
    .fill("Ben: How long does it keep?\nAnna: Two days in the cold.\nBen: And frozen?");
  await expect(page.getByText("here the customer has it")).toBeVisible();
  await expect(page.getByRole("button", { name: "Keep this conversation" })).toBeDisabled();
  await page.reload();
  await page
    .getByLabel("Paste a conversation")
    .fill(
      `${await page.getByLabel("Paste a conversation").inputValue()}\nAnna: A month, well wrapped.`,
    );
  const understood = page.getByRole("list", { name: "The conversation as it will be kept" });
  await expect(understood.getByRole("listitem")).toHaveCount(4);
  await expect(understood.getByRole("listitem").first()).toContainText("Customer");
  await page.getByRole("button", { name: "Keep this conversation" }).click();
  await expect(
    page
      .getByRole("table", { name: "Seed conversations" })
      .getByRole("link", { name: "How long does it keep?" }),
  ).toBeVisible();
  await expect(page.getByLabel("Paste a conversation")).toHaveValue("");
});

async function signIn(page: Page, url: string): Promise<void> {
  const answer = await page.context().request.post(`${url}/api/auth/sign-in/email`, {
    headers: { origin: url },
    data: { email: owner.email, password: owner.password },
  });
  expect(answer.status()).toBe(200);
}

/** The project that the first walk has set up. */
async function ownProject(page: Page, url: string): Promise<string> {
  const answer = await page.context().request.get(`${url}/api/v1/projects`);
  const projects: { id: string; isSample: boolean }[] = await answer.json();
  return projects.find(({ isSample }) => !isSample)?.id ?? "";
}
