import * as fc from "fast-check";
import { expect, test } from "vitest";
import { chunkDocument, MAX_TOKENS, TARGET_TOKENS } from "./chunk-document.ts";
import { cleanMarkdown } from "./clean-markdown.ts";
import { paragraphs, parseBlocks } from "./parse-blocks.ts";
import { estimateTokens } from "#/lib/tokens.ts";
import { wordsOf } from "#/lib/words.ts";

const word = fc.oneof(
  fc.constantFrom(
    "money",
    "don't",
    "$1,200",
    "20-150",
    "*first*",
    "`code`",
    "[link](x)",
    "東京",
    "😀",
  ),
  fc.string({ minLength: 1, maxLength: 12 }),
);
const sentence = fc
  .array(word, { minLength: 1, maxLength: 40 })
  .map((words) => `${words.join(" ")}.`);
const paragraph = fc.array(sentence, { minLength: 1, maxLength: 25 }).map((all) => all.join(" "));
const block = fc.oneof(
  { weight: 4, arbitrary: paragraph },
  fc
    .tuple(fc.integer({ min: 1, max: 6 }), word)
    .map(([depth, text]) => `${"#".repeat(depth)} ${text}`),
  fc
    .array(paragraph, { minLength: 1, maxLength: 8 })
    .map((items) => items.map((i) => `- ${i}`).join("\n")),
  fc
    .array(sentence, { minLength: 1, maxLength: 60 })
    .map((lines) => `\`\`\`\n# ${lines.join("\n")}\n\`\`\``),
  fc
    .array(word, { minLength: 1, maxLength: 200 })
    .map((cells) => cells.map((c) => `| ${c} |`).join("\n")),
  fc.constantFrom(
    "> quoted\n> text",
    "---",
    "Title\n=====",
    "\u2028",
    "    indented",
    "1. a\n   - b\n\n     c",
    "x".repeat(4000),
  ),
);
const markdown = fc
  .array(fc.tuple(block, fc.constantFrom("\n", "\n\n", "\n \n\n", "\n\u00A0\n")), { maxLength: 25 })
  .map((parts) => parts.flat().join(""));
const anyText = fc
  .oneof(markdown, fc.string({ maxLength: 3000, unit: "binary" }))
  .map((text) => text.replaceAll(/\r\n?/g, "\n"));

test.each([
  ["markdown", parseBlocks],
  ["plain", paragraphs],
] as const)("holds its promises for any text: %s", (_name, parse) => {
  fc.assert(
    fc.property(anyText, (text) => {
      const chunks = chunkDocument(text, parse(text));
      let end = 0;
      for (const chunk of chunks) {
        expect(text.slice(chunk.charStart, chunk.charEnd)).toBe(chunk.content);
        expect(chunk.charStart).toBeGreaterThanOrEqual(end);
        expect(chunk.content.trim()).not.toBe("");
        expect(chunk.tokenCount).toBe(estimateTokens(chunk.content));
        expect(chunk.tokenCount).toBeLessThanOrEqual(MAX_TOKENS);
        end = chunk.charEnd;
      }
      const all = chunks.map((chunk) => chunk.content).join("\n");
      expect(all.replaceAll(/\s/g, "")).toBe(text.replaceAll(/\s/g, ""));
      expect(chunkDocument(text, parse(text))).toEqual(chunks);
    }),
    { numRuns: 300 },
  );
});

test("loses no word of ordinary prose", () => {
  const plain = fc.stringMatching(/^[a-z]{1,11}$/);
  fc.assert(
    fc.property(
      fc.array(fc.array(plain, { minLength: 1, maxLength: 300 }), { maxLength: 12 }),
      (paragraphs) => {
        const text = paragraphs.map((words) => `${words.join(" ")}.`).join("\n\n");
        const found = chunkDocument(text).flatMap((chunk) => wordsOf(chunk.content));
        expect(found).toEqual(wordsOf(text));
      },
    ),
    { numRuns: 60 },
  );
});

const prose = (tokens: number) => "Four. ".repeat(Math.ceil((tokens * 4) / 6)).trim();

test("keeps the path of headings and merges small neighbours", () => {
  const text = `Before.\n\n# Pantry *method*\n\n## Step 1\n\n${prose(300)}\n\n## Step 2\n\nShort.\n\n### Inside\n\nShort too.\n\n# End\n\n${prose(330)}`;
  const chunks = chunkDocument(text);
  expect(chunks.map((chunk) => chunk.heading)).toEqual([
    "Pantry method > Step 1 · Step 2 · Step 2 > Inside",
    "End",
  ]);
});

test("parts a large section at paragraphs and keeps its heading with the first", () => {
  const text = `# Long\n\n${[1, 2, 3, 4].map(() => prose(240)).join("\n\n")}`;
  const chunks = chunkDocument(text);
  expect(chunks.map((chunk) => chunk.heading)).toEqual(["Long", "Long", "Long", "Long"]);
  expect(chunks[0]?.content.startsWith("# Long\n\nFour.")).toBe(true);
  for (const chunk of chunks) expect(chunk.tokenCount).toBeLessThanOrEqual(TARGET_TOKENS);
});

test("parts one endless paragraph at sentences and a list at its items", () => {
  for (const chunk of chunkDocument(prose(3000)))
    expect(chunk.content.endsWith("Four.")).toBe(true);
  const list = Array.from({ length: 40 }, (_, item) => `- Item ${item}: ${prose(40)}`).join("\n");
  const chunks = chunkDocument(list);
  expect(chunks.length).toBeGreaterThan(3);
  for (const chunk of chunks) expect(chunk.content.startsWith("- Item")).toBe(true);
});

test("a number sign in a code fence opens no section", () => {
  const [chunk, ...others] = chunkDocument("# Real\n\n```sh\n# not a heading\nls\n```\n");
  expect(others).toEqual([]);
  expect(chunk?.heading).toBe("Real");
});

test("takes comments and tags out and leaves words, code and comparisons", () => {
  const text = [
    '<section class="x" markdown="1" >',
    "",
    "## Example <!-- hidden --> here",
    "",
    '- <a href="https://example.com/?a>b" class="link">',
    "      A plan — GitHub",
    "    </a>",
    "",
    "One<br>two, a<b>bold</b>c, 3 < 4 and 5 > 2, `<code>` <https://example.com>",
    "",
    "<!-- a comment",
    "",
    "# with a heading",
    "-->",
    "",
    "```html",
    "<p>kept <!-- this too --></p>",
    "```",
    "",
    "<script>alert(1)</script>",
    "<table><tr><td>left</td><td>right</td></tr></table>",
    "</section>",
    "",
    "Last.",
  ].join("\n");
  expect(cleanMarkdown(text)).toBe(
    [
      "## Example  here",
      "",
      "- A plan — GitHub",
      "",
      "One two, aboldc, 3 < 4 and 5 > 2, `<code>` <https://example.com>",
      "",
      "```html",
      "<p>kept <!-- this too --></p>",
      "```",
      "",
      "left  right",
      "",
      "Last.",
    ].join("\n"),
  );
});

test("a comment that is never closed hides nothing", () => {
  expect(cleanMarkdown("Before.\n\n<!-- open\n\nAfter.")).toBe("Before.\n\nopen\n\nAfter.");
});

test.each([
  ["quotes", ">".repeat(100_000)],
  ["brackets", "[".repeat(100_000)],
  ["lists", "- ".repeat(20_000)],
  ["stars", "*a **b ".repeat(20_000)],
  ["tags", "<a b='".repeat(20_000)],
  ["one word", "x".repeat(1_000_000)],
])("text that was built to be slow or deep is still parted: %s", (_name, text) => {
  const chunks = chunkDocument(cleanMarkdown(text));
  expect(
    chunks
      .map((chunk) => chunk.content)
      .join("")
      .replaceAll(/\s/g, ""),
  ).toBe(text.replaceAll(/\s/g, ""));
});
