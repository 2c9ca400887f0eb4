import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";

/** One picture per state, size and theme that shows the pages side by side. */
export async function drawSheets(
  browser: Browser,
  folder: string,
  of: { states: readonly string[]; sizes: readonly string[]; themes: readonly string[] },
): Promise<void> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".png"));
  const page = await browser.newPage();
  for (const state of of.states) {
    for (const size of of.sizes) {
      for (const theme of of.themes) {
        const ending = `-${state}-${size}-${theme}.png`;
        const shown = files.filter((file) => file.endsWith(ending));
        if (shown.length > 0) await draw(page, folder, shown, { name: `sheet${ending}`, size });
      }
    }
  }
  await page.close();
}

async function draw(
  page: Page,
  folder: string,
  files: string[],
  { name, size }: { name: string; size: string },
): Promise<void> {
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
