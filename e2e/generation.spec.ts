import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { keepNotices, setHidden } from "./notices.ts";
import { ownersProgram, type Program } from "./program.ts";
import type { Product } from "./product.ts";
import { type Batch, finished, rowsOf, sampleProject } from "./scene.ts";
import { expect, signInAs, test, visit } from "./walk.ts";
import { type FakeProvider, startFakeProvider } from "../test/fake-provider/start.ts";

test.use({ story: "generation" });

interface Connection {
  id: string;
  terms: { hash: string };
}

const key = "fake-key-good";
const model = "local-model";
/** A conversation takes about a second, or long enough to look at it. */
const quick = 0.02;
const slow = 0.2;

/** A connection to the fake, with a price, accepted terms, and chosen for the project. */
async function connect(program: Program, projectId: string, fake: FakeProvider): Promise<void> {
  const connection = await program.call<Connection>("POST", "/connections", {
    kind: "openai_compatible",
    name: "Our server",
    baseUrl: fake.openaiUrl,
    isPrivateAllowed: true,
    apiKey: key,
    concurrency: 4,
  });
  const path = `/connections/${connection.id}`;
  await program.call("PUT", `${path}/prices`, { model, prices: { input: 1, output: 20 } });
  await program.call("POST", `${path}/terms`, {
    signedName: "Ada Brook",
    statementHash: connection.terms.hash,
  });
  await program.call("PUT", "/writers/tasks/write", {
    projectId,
    writer: { provider: connection.id, model },
  });
}

async function sound(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
    what,
  ).toEqual([]);
}

async function killWorker({ dataDirectory }: Product): Promise<void> {
  const note = await readFile(join(dataDirectory, "run", "worker.json"), "utf8");
  const { processId } = JSON.parse(note) as { processId: number };
  process.kill(processId, "SIGKILL");
}

async function startRun(program: Program, projectId: string, count: number): Promise<Batch> {
  const rows = await rowsOf(program, projectId, { status: ["not_generated"] });
  return program.call<Batch>("POST", `/projects/${projectId}/batches`, {
    selection: { kind: "ids", ids: rows.slice(0, count).map(({ id }) => id) },
    expectedCount: count,
  });
}

/** Conversations asked for so far, as the provider saw it. */
async function asked(fake: FakeProvider): Promise<number> {
  return (await fake.ledger()).filter(({ path }) => path.endsWith("/chat/completions")).length;
}

let fake: FakeProvider;
let program: Program;
let projectId: string;

test.beforeAll(async ({ product }) => {
  fake = await startFakeProvider({ scenario: { tier: "none", timeScale: quick, drawBy: "body" } });
  program = await ownersProgram(product);
  projectId = await sampleProject(program);
  await connect(program, projectId, fake);
});
test.afterAll(() => fake.stop());
test.beforeEach(({ page, product }) => signInAs(page, product));

test("before a run every limit is told at its field, and how far a stop amount reaches", async ({
  page,
  product,
}) => {
  await visit(page, product, `/projects/${projectId}/conversations`);
  await page.getByRole("button", { name: /^Generate all/ }).click();
  const dialog = page.getByRole("dialog", { name: "Write conversations" });
  const start = dialog.getByRole("button", { name: /^Write / });
  await expect(dialog.getByRole("combobox", { name: "Writer" })).toHaveValue(/local-model/);
  await expect(dialog).toContainText(/between \$\d/);
  await sound(page, "the dialog");

  await dialog.getByLabel("Stop at").fill("0");
  await expect(dialog).toContainText("A stop amount of nothing lets nothing be written");
  await expect(start).toBeDisabled();
  await dialog.getByLabel("Stop at").fill("1");
  await expect(dialog).toContainText(/Reaches about \d+ of 90 conversations/);

  await dialog.getByRole("button", { name: "More choices" }).click();
  await dialog.getByLabel("At most at a time").fill("10000");
  await expect(dialog).toContainText("At most 256 at a time");
  await dialog.getByLabel("At most at a time").fill("40");
  await expect(dialog).toContainText("is set to 4 calls side by side");
  await dialog.getByLabel("At most at a time").fill("2");
  await expect(dialog).toContainText(/Side by side; .+ is set to 4\./);
  await dialog.getByLabel("Only the first").fill("12");
  await expect(dialog.getByRole("button", { name: "Write 12 conversations" })).toBeEnabled();
  await dialog.getByRole("switch", { name: "Write until so many are good" }).check();
  await dialog.getByLabel("Texts written at most").fill("3");
  await expect(dialog).toContainText(/need at least \d+ texts/);
  await dialog.getByLabel("Texts written at most").fill("30");
  await expect(dialog).toContainText(/for \d+ to 30 texts/);
  await sound(page, "the dialog with everything open");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
});

test("the page is closed, the worker killed, and the run still ends with the right counts", async ({
  page,
  product,
}) => {
  test.slow();
  await visit(page, product, `/projects/${projectId}/conversations`);
  await page.getByRole("button", { name: /^Generate all/ }).click();
  const dialog = page.getByRole("dialog", { name: "Write conversations" });
  await dialog.getByRole("button", { name: "More choices" }).click();
  await dialog.getByLabel("Only the first").fill("24");
  fake.change({ timeScale: slow });
  await dialog.getByRole("button", { name: "Write 24 conversations" }).click();
  const island = page.getByRole("region", { name: "Progress" });
  await expect(island).toContainText("of 24");
  await expect(island.getByRole("list", { name: "Being written now" })).toContainText(
    /is writing|waiting for the first word/,
  );
  fake.change({ timeScale: quick });
  await expect.poll(() => asked(fake), { timeout: 60_000 }).toBeGreaterThan(6);
  const context = page.context();
  await page.close();
  await killWorker(product);

  const again = await context.newPage();
  await visit(again, product, `/projects/${projectId}/runs`);
  const runs = again.getByRole("table", { name: "Runs" });
  await runs.getByRole("link", { name: "Run 1", exact: true }).click();
  await expect(again.getByText(/^24 ready, \$\d+\.\d\d \(expected \$\d+\.\d\d\)$/)).toBeVisible({
    timeout: 90_000,
  });
  await expect(again.getByRole("table", { name: "Expected and actual" })).toContainText("Cost");
  await sound(again, "a finished run");
  const written = await rowsOf(program, projectId, {
    status: ["generated", "needs_review"],
    origin: ["planned"],
  });
  expect(written).toHaveLength(24);

  await again.getByRole("tab", { name: "All calls" }).click();
  const log = again.getByRole("region", { name: "All calls of this run" });
  await expect(log.getByRole("listitem").first()).toContainText("Writing, attempt 1");
  await log.getByText("What was said").first().click();
  await expect(log.getByText("System prompt").first()).toBeVisible();
  await sound(again, "the log of all calls");
  const download = again.waitForEvent("download");
  await log.getByRole("link", { name: "Export the log" }).click();
  const file = await (await download).path();
  const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
  const calls = lines.map((line) => JSON.parse(line) as { state: string });
  expect(calls.filter(({ state }) => state === "succeeded")).toHaveLength(24);
  expect(lines.join("\n")).not.toContain(key);
});

test("paused, nothing more is asked for; continued with another limit, it ends", async ({
  page,
  product,
}) => {
  test.slow();
  fake.change({ timeScale: slow });
  const batch = await startRun(program, projectId, 16);
  await visit(page, product, `/projects/${projectId}/runs/${batch.id}`);
  await expect(page.getByRole("list", { name: "Being written now" })).toBeVisible();
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText(/is paused; nothing more is sent/)).toBeVisible();
  const before = await asked(fake);
  await expect(page.getByRole("note")).toContainText("Ada Brook paused it");
  await sound(page, "a paused run");
  fake.change({ timeScale: quick });
  // What was under way ends; then nothing is in flight, and nothing came after the answer.
  await expect.poll(() => fake.state().inFlight, { timeout: 30_000 }).toBe(0);
  await expect.poll(async () => (await stateOf(batch.id)).running.length).toBe(0);
  expect(await asked(fake)).toBe(before);
  const { done } = await stateOf(batch.id);
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(16);

  await page.getByRole("button", { name: "Change limits" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Stop at").fill("0");
  await expect(dialog).toContainText("A stop amount of nothing");
  await dialog.getByLabel("Stop at").fill("50");
  await dialog.getByLabel("At most at a time").fill("2");
  await dialog.getByRole("button", { name: "Save and continue" }).click();
  expect(await finished(program, batch.id)).toMatchObject({ done: 16, failed: 0 });
  await expect(page.getByText(/^16 ready, /)).toBeVisible();
});

test("what failed is told in a sentence and can be tried again, one or all", async ({
  page,
  product,
}) => {
  fake.change({ faults: [{ fault: { kind: "refusal", category: "general_harms" } }] });
  const batch = await startRun(program, projectId, 3);
  expect(await finished(program, batch.id)).toMatchObject({ done: 0, failed: 3 });
  fake.change({ faults: [] });
  await visit(page, product, `/projects/${projectId}/runs/${batch.id}`);
  await expect(page.getByText(/^3 failed|^0 ready, 3 failed/).first()).toBeVisible();
  await sound(page, "a failed run");
  await page
    .getByRole("button", { name: /^Retry [TSE]-/ })
    .first()
    .click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Retry/ })
    .click();
  await expect(page.getByText(/^1 ready, 2 failed/).first()).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Retry 2" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Retry 2 conversations" }).click();
  await expect(page.getByText(/^3 ready, \$/).first()).toBeVisible({ timeout: 30_000 });
});

test("a wish for the new text reaches the writer, and the old text stays", async ({
  page,
  product,
}) => {
  test.slow();
  const batch = await startRun(program, projectId, 1);
  await finished(program, batch.id);
  const rows = await rowsOf(program, projectId, {
    status: ["generated", "needs_review"],
    origin: ["planned"],
  });
  const row = rows.at(-1);
  await visit(page, product, `/projects/${projectId}/conversations/${row?.id}`);
  await page.getByRole("button", { name: "Write it anew" }).click();
  const dialog = page.getByRole("dialog", { name: "Write it anew" });
  const wish = dialog.getByLabel("What should be different?");
  await expect(wish).toBeFocused();
  await wish.fill("Name the pension before any number.");
  await sound(page, "the dialog with a wish");
  await dialog.getByRole("button", { name: "Write 1 conversation" }).click();
  await expect(page.getByText("Versions", { exact: true }).locator("..")).toContainText("2", {
    timeout: 30_000,
  });
  const { calls } = await program.call<{ calls: { id: string }[] }>(
    "GET",
    `/projects/${projectId}/calls?conversationId=${row?.id}`,
  );
  const last = await program.call<{ request: unknown }>("GET", `/calls/${calls.at(-1)?.id}`);
  expect(JSON.stringify(last.request)).toContain("Name the pension before any number.");
});

async function stateOf(id: string): Promise<Batch & { running: unknown[] }> {
  return program.call<Batch & { running: unknown[] }>("GET", `/batches/${id}`);
}

test("the browser tells once how a run ended, and only when nobody looks", async ({
  page,
  product,
}) => {
  const told = await keepNotices(page, product);
  await visit(page, product, `/projects/${projectId}/runs`);
  const island = page.getByRole("region", { name: "Progress" });

  fake.change({ timeScale: slow });
  const seen = await startRun(program, projectId, 2);
  await island.getByRole("button", { name: "Tell me when it's done" }).click();
  fake.change({ timeScale: quick });
  await finished(program, seen.id);
  await expect(island).toContainText("2 ready");
  expect(await told()).toEqual([]);

  fake.change({ timeScale: slow });
  const unseen = await startRun(program, projectId, 3);
  await expect(island).toContainText("of 3");
  await setHidden(page, true);
  fake.change({ timeScale: quick });
  await finished(program, unseen.id);
  await expect.poll(told).toEqual([expect.stringMatching(/^Run \d+ has ended: 3 ready, \$/)]);
  await setHidden(page, false);
  await expect(island).toContainText("3 ready");
  expect(await told()).toHaveLength(1);
});
