import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { chromiumArguments, requireChromium } from "../scripts/chromium.ts";
import { run } from "../scripts/run.ts";
import { type Program, signUpProgram } from "./program.ts";
import { owner, type Product, startProduct, temporaryDataDirectory } from "./product.ts";

/**
 * A picture of each page x size x theme x state into `.screens/`, and sheets that show many at once.
 * `npm run -s screens -- plan error dark` takes only what is named: pages, states, themes.
 */
const folder = resolve(import.meta.dirname, "../.screens");
const sizes = { wide: [1440, 900], middle: [1024, 768], phone: [390, 844] } as const;
const themes = ["light", "dark"] as const;
const states = ["empty", "sample", "thousands", "loading", "error"] as const;
type State = (typeof states)[number];

/** Page -> its address below the project, given the things that the project holds. */
const pages: Record<string, (found: Found) => string | undefined> = {
  overview: () => "",
  conversations: () => "/conversations",
  conversation: ({ conversationId }) => conversationId && `/conversations/${conversationId}`,
  plan: () => "/plan",
  sources: () => "/sources",
  document: ({ documentId }) => documentId && `/sources/${documentId}`,
  runs: () => "/runs",
  run: ({ batchId }) => batchId && `/runs/${batchId}`,
  export: () => "/export",
  activity: () => "/activity",
  settings: () => "/settings",
  members: () => "/settings/members",
};

interface Found {
  projectId: string;
  conversationId?: string | undefined;
  documentId?: string | undefined;
  batchId?: string | undefined;
}

async function main(): Promise<void> {
  if ((await run("node", ["scripts/build.ts"])) !== 0) process.exit(1);
  const wanted = process.argv.slice(2);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const data = await temporaryDataDirectory();
  const browser = await chromium.launch({
    executablePath: requireChromium(),
    args: chromiumArguments,
  });
  const product = await startProduct(data.path);
  try {
    if (wanted.length === 0) await entryPages(browser, product);
    const program = await signUpProgram(product);
    const found = await fill(program);
    for (const state of chosen(states, wanted)) {
      await stateOf(browser, product, state, found[state], wanted);
    }
    await sheets(browser);
  } finally {
    await browser.close();
    await product.stop();
    await data.remove();
  }
  console.log(`${(await readdir(folder)).length} pictures in .screens/`);
}

/** An empty project, the sample with written and decided rows, and one with thousands of rows. */
async function fill(program: Program): Promise<Record<State, Found>> {
  const [sample] = await program.call<{ id: string }[]>("GET", "/projects");
  const empty = await program.call<{ id: string }>("POST", "/projects", { name: "Empty project" });
  const large = await program.call<{ id: string }>("POST", "/projects", { name: "Large project" });
  const projectId = sample?.id ?? "";
  await program.call("POST", `/projects/${large.id}/plan`, {
    counts: { template: 3000, scenario: 1500, edge_case: 500 },
  });
  const written = await search(program, projectId, { origin: ["planned"] });
  const batchId = await writeSome(program, projectId, written.slice(0, 30));
  await writeSome(program, large.id, (await search(program, large.id, {})).slice(0, 40));
  const decide = (ids: string[], decision: string) =>
    program.call("POST", `/projects/${projectId}/decisions`, {
      selection: { kind: "ids", ids },
      decision,
    });
  await decide(written.slice(0, 12), "approve");
  await decide(written.slice(12, 14), "reject");
  await decide(written.slice(14, 16), "flag");
  const documents = await program.call<{ id: string }[]>("GET", `/projects/${projectId}/documents`);
  const full = { projectId, conversationId: written[20], documentId: documents[0]?.id, batchId };
  return {
    empty: { projectId: empty.id, conversationId: undefined },
    sample: full,
    thousands: { projectId: large.id },
    loading: full,
    error: full,
  };
}

/** Those of a list that were named on the command line, or all when none of them was. */
function chosen<T extends string>(all: readonly T[], wanted: string[]): readonly T[] {
  const some = all.filter((each) => wanted.includes(each));
  return some.length > 0 ? some : all;
}

async function search(program: Program, projectId: string, filter: object): Promise<string[]> {
  const page = await program.call<{ rows: { id: string }[] }>(
    "POST",
    `/projects/${projectId}/conversations/search`,
    { filter, pageSize: 100 },
  );
  return page.rows.map(({ id }) => id);
}

async function writeSome(program: Program, projectId: string, ids: string[]): Promise<string> {
  const batch = await program.call<{ id: string }>("POST", `/projects/${projectId}/batches`, {
    selection: { kind: "ids", ids },
    expectedCount: ids.length,
  });
  let state = "running";
  while (state === "running") {
    await new Promise((done) => setTimeout(done, 200));
    state = (await program.call<{ state: string }>("GET", `/batches/${batch.id}`)).state;
  }
  return batch.id;
}

async function stateOf(
  browser: Browser,
  product: Product,
  state: State,
  found: Found,
  wanted: string[],
): Promise<void> {
  const named = chosen(Object.keys(pages), wanted);
  for (const theme of chosen(themes, wanted)) {
    const context = await signedIn(browser, product, theme);
    const page = await context.newPage();
    if (state === "loading") await page.route("**/rpc/**", () => undefined);
    if (state === "error") await page.route("**/rpc/**", (route) => route.abort());
    for (const [name, address] of Object.entries(pages)) {
      const path = address(found);
      if (path === undefined || !named.includes(name)) continue;
      for (const size of Object.keys(sizes) as (keyof typeof sizes)[]) {
        await page.setViewportSize({ width: sizes[size][0], height: sizes[size][1] });
        await page.goto(`${product.url}/projects/${found.projectId}${path}`);
        await settled(page, state);
        await page.screenshot({ path: join(folder, `${name}-${state}-${size}-${theme}.png`) });
      }
    }
    await context.close();
  }
}

/** Until what the state promises is on the screen. */
async function settled(page: Page, state: State): Promise<void> {
  await page.waitForLoadState("load");
  if (state === "error")
    await page.getByText("This didn't work").first().waitFor({ timeout: 30_000 });
  else if (state === "loading")
    await page.locator("[aria-busy=true]").first().waitFor({ timeout: 20_000 });
  else
    await page.locator("[aria-busy=true]").first().waitFor({ state: "detached", timeout: 20_000 });
  await page.evaluate(() => document.fonts.ready);
}

async function signedIn(
  browser: Browser,
  product: Product,
  theme: "light" | "dark",
): Promise<BrowserContext> {
  const context = await browser.newContext({ colorScheme: theme, reducedMotion: "reduce" });
  const response = await context.request.post(`${product.url}/api/auth/sign-in/email`, {
    headers: { origin: product.url },
    data: { email: owner.email, password: owner.password },
  });
  if (!response.ok()) throw new Error(`signing in was answered with ${response.status()}`);
  return context;
}

async function entryPages(browser: Browser, product: Product): Promise<void> {
  for (const theme of themes) {
    const context = await browser.newContext({ colorScheme: theme, reducedMotion: "reduce" });
    const page = await context.newPage();
    for (const [size, [width, height]] of Object.entries(sizes)) {
      await page.setViewportSize({ width, height });
      for (const [name, path] of [
        ["setup", "/setup"],
        ["reset", "/reset-password?token=x"],
        ["join", "/join/unknown"],
      ] as const) {
        await page.goto(product.url + path);
        if (name === "join") await page.getByRole("alert").first().waitFor();
        await page.evaluate(() => document.fonts.ready);
        await page.screenshot({ path: join(folder, `${name}-entry-${size}-${theme}.png`) });
      }
    }
    await context.close();
  }
}

/** One picture per state and theme that shows the wide pages side by side, and one for the small ones. */
async function sheets(browser: Browser): Promise<void> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".png"));
  const page = await browser.newPage();
  for (const state of [...states, "entry"]) {
    for (const size of Object.keys(sizes)) {
      for (const theme of themes) {
        const shown = files.filter((file) => file.endsWith(`-${state}-${size}-${theme}.png`));
        if (shown.length > 0) await sheet(page, shown, `sheet-${state}-${size}-${theme}.png`, size);
      }
    }
  }
  await page.close();
}

async function sheet(page: Page, files: string[], name: string, size: string): Promise<void> {
  const width = size === "phone" ? 300 : 640;
  const images = await Promise.all(
    files.map(async (file) => {
      const data = (await readFile(join(folder, file))).toString("base64");
      return `<figure><img width="${width}" src="data:image/png;base64,${data}"><figcaption>${file}</figcaption></figure>`;
    }),
  );
  const html = `<style>body{margin:8px;font:12px sans-serif;display:flex;flex-wrap:wrap;gap:8px;background:#888}figure{margin:0}</style>${images.join("")}`;
  const source = join(folder, "sheet.html");
  await writeFile(source, html);
  await page.setViewportSize({ width: 2000, height: 800 });
  await page.goto(`file://${source}`);
  await page.screenshot({ path: join(folder, name), fullPage: true });
  await rm(source);
}

await main();
