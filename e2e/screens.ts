import { mkdir, readdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { chromiumArguments, requireChromium } from "../scripts/chromium.ts";
import { run } from "../scripts/run.ts";
import { signUpProgram } from "./program.ts";
import { owner, type Product, startProduct, temporaryDataDirectory } from "./product.ts";
import {
  dialogs,
  entryPages,
  type Found,
  openDialog,
  otherPages,
  pages,
  still,
} from "./screens/pages.ts";
import { fill, type State, states } from "./screens/scene.ts";
import { drawSheets } from "./screens/sheets.ts";

/**
 * A picture of each page and dialog x size x theme x state into `.screens/`, and sheets that show many at
 * once. `npm run -s screens -- plan error dark` takes only what is named: pages, dialogs, states, sizes,
 * themes. Without a name of a page or dialog it takes all.
 */
const folder = resolve(import.meta.dirname, "../.screens");
const sizes = { wide: [1440, 900], middle: [1024, 768], phone: [390, 844] } as const;
const sizeNames = ["wide", "middle", "phone"] as const;
const themes = ["light", "dark"] as const;
const names = [pages, dialogs, entryPages, otherPages].flatMap((each) => Object.keys(each));
const known: string[] = [...names, ...states, ...sizeNames, ...themes];

interface Wanted {
  /** Names of pages and dialogs. */
  names: readonly string[];
  states: readonly State[];
  sizes: readonly (typeof sizeNames)[number][];
  themes: readonly (typeof themes)[number][];
}

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const strange = words.filter((word) => !known.includes(word));
  if (strange.length > 0) {
    console.error(`There is no ${strange.join(", ")}. There are: ${known.join(", ")}.`);
    process.exit(2);
  }
  const wanted: Wanted = {
    names: chosen(names, words),
    states: chosen(states, words),
    sizes: chosen(sizeNames, words),
    themes: chosen(themes, words),
  };
  if ((await run("node", ["scripts/build.ts"])) !== 0) process.exit(1);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const data = await temporaryDataDirectory();
  const executablePath = requireChromium();
  const browser = await chromium.launch({ executablePath, args: chromiumArguments });
  const product = await startProduct(data.path);
  try {
    await plainPages(browser, product, wanted, { addresses: entryPages, state: "entry" });
    const found = await fill(await signUpProgram(product));
    await plainPages(browser, product, wanted, { addresses: otherPages, state: "sample" });
    for (const state of wanted.states) {
      await projectPages(browser, product, wanted, { state, found: found[state] });
    }
    await drawSheets(browser, folder, { states: [...states, "entry"], sizes: sizeNames, themes });
  } finally {
    await browser.close();
    await product.stop();
    await data.remove();
  }
  console.log(`${(await readdir(folder)).length} pictures in .screens/`);
}

/** Those of a list that were named on the command line, or all when none of them was. */
function chosen<T extends string>(all: readonly T[], words: string[]): readonly T[] {
  const some = all.filter((each) => words.includes(each));
  return some.length > 0 ? some : all;
}

/** Pages of no project, in the one state that they have. */
async function plainPages(
  browser: Browser,
  product: Product,
  wanted: Wanted,
  { addresses, state }: { addresses: Record<string, string>; state: "entry" | "sample" },
): Promise<void> {
  const shown = Object.entries(addresses).filter(([name]) => wanted.names.includes(name));
  for (const theme of shown.length > 0 ? wanted.themes : []) {
    const context = await (state === "entry"
      ? opened(browser, theme)
      : signedIn(browser, product, theme));
    const page = await context.newPage();
    for (const [name, path] of shown) {
      for (const size of wanted.sizes) {
        await visit(page, product.url + path, size);
        if (name === "join") await page.getByRole("alert").first().waitFor();
        await settled(page, "sample");
        await picture(page, `${name}-${state}-${size}-${theme}`);
      }
    }
    await context.close();
  }
}

/** The pages of a project and, where there is something to open them on, their dialogs. */
async function projectPages(
  browser: Browser,
  product: Product,
  wanted: Wanted,
  { state, found }: { state: State; found: Found },
): Promise<void> {
  const hasDialogs = state === "sample" || state === "thousands";
  for (const theme of wanted.themes) {
    const context = await signedIn(browser, product, theme);
    const page = await context.newPage();
    if (state === "loading") await page.route("**/rpc/**", () => undefined);
    if (state === "error") await page.route("**/rpc/**", (route) => route.abort());
    for (const [name, address] of Object.entries(pages)) {
      const path = address(found);
      const opening = Object.entries(dialogs).filter(
        ([dialog, { page: from }]) => hasDialogs && from === name && wanted.names.includes(dialog),
      );
      const isShown = wanted.names.includes(name);
      if (path === undefined || (!isShown && opening.length === 0)) continue;
      const reads = !(still.includes(name) && (state === "loading" || state === "error"));
      for (const size of wanted.sizes) {
        const url = `${product.url}/projects/${found.projectId}${path}`;
        if (isShown) {
          await visit(page, url, size);
          if (reads) await settled(page, state);
          await picture(page, `${name}-${state}-${size}-${theme}`);
        }
        for (const [dialog, { steps, notAt }] of opening) {
          if (notAt === size) continue;
          await visit(page, url, size);
          await settled(page, state);
          await openDialog(page, steps);
          await picture(page, `${dialog}-${state}-${size}-${theme}`);
        }
      }
    }
    await context.close();
  }
}

async function visit(page: Page, url: string, size: keyof typeof sizes): Promise<void> {
  const [width, height] = sizes[size];
  await page.setViewportSize({ width, height });
  await page.goto(url);
}

async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Until what the state promises is on the screen. */
async function settled(page: Page, state: State): Promise<void> {
  await page.waitForLoadState("load");
  if (state === "error") {
    await page.getByText("This didn't work").first().waitFor({ timeout: 30_000 });
  } else if (state === "loading") {
    await page.locator("[aria-busy=true]").first().waitFor({ timeout: 20_000 });
  } else {
    await page.locator("[aria-busy=true]").first().waitFor({ state: "detached", timeout: 20_000 });
  }
}

function opened(browser: Browser, theme: "light" | "dark"): Promise<BrowserContext> {
  return browser.newContext({ colorScheme: theme, reducedMotion: "reduce" });
}

async function signedIn(
  browser: Browser,
  product: Product,
  theme: "light" | "dark",
): Promise<BrowserContext> {
  const context = await opened(browser, theme);
  const response = await context.request.post(`${product.url}/api/auth/sign-in/email`, {
    headers: { origin: product.url },
    data: { email: owner.email, password: owner.password },
  });
  if (!response.ok()) throw new Error(`signing in was answered with ${response.status()}`);
  return context;
}

await main();
