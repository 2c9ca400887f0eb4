import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markdownBlocks, type Span, type TextBlock } from "./markdown-blocks.ts";

const plain = (text: string): Span[] => [{ kind: "plain", text }];

describe("Markdown as blocks", () => {
  it("reads headings, paragraphs and dressed words", () => {
    expect(markdownBlocks("## Work\n\nPut **both** in\n`columns`, *now*.")).toEqual([
      { kind: "heading", level: 2, spans: plain("Work") },
      {
        kind: "paragraph",
        spans: [
          { kind: "plain", text: "Put " },
          { kind: "strong", text: "both" },
          { kind: "plain", text: " in " },
          { kind: "code", text: "columns" },
          { kind: "plain", text: ", " },
          { kind: "emphasis", text: "now" },
          { kind: "plain", text: "." },
        ],
      },
    ]);
  });

  it("goes on after a heading without a blank line", () => {
    expect(markdownBlocks("# A\ntext").map(({ kind }) => kind)).toEqual(["heading", "paragraph"]);
  });

  it("reads lists, with lines that carry an item on", () => {
    expect(markdownBlocks("- one\n  goes on\n- two")).toEqual([
      { kind: "list", ordered: false, items: [plain("one goes on"), plain("two")] },
    ]);
    expect(markdownBlocks("1. one\n2. two")[0]).toMatchObject({ ordered: true });
  });

  it("reads tables and quotes", () => {
    expect(markdownBlocks("| a | b |\n|---|:-:|\n| 1 | 2 |")).toEqual([
      { kind: "table", head: [plain("a"), plain("b")], rows: [[plain("1"), plain("2")]] },
    ]);
    expect(markdownBlocks("> said\n> so")).toEqual([{ kind: "quote", spans: plain("said so") }]);
  });

  it("takes a sum for no emphasis and a price for no list", () => {
    expect(markdownBlocks("2 * 3 * 4")).toEqual([{ kind: "paragraph", spans: plain("2 * 3 * 4") }]);
    expect(markdownBlocks("$5 - $3")[0]?.kind).toBe("paragraph");
  });

  it("loses no letter or digit of any text", () => {
    const kept = (text: string) => text.replaceAll(/[^\p{L}]/gu, "");
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom("# ", "- ", "> ", "|", "---", "**", "*", "`", "\n", "\n\n", "word", " "),
        ),
        (pieces) => {
          const text = pieces.join("");
          expect(kept(markdownBlocks(text).map(textOf).join(""))).toBe(kept(text));
        },
      ),
    );
  });
});

function textOf(block: TextBlock): string {
  const words = (spans: Span[]) => spans.map(({ text }) => text).join("");
  if (block.kind === "list") return block.items.map(words).join("");
  if (block.kind === "table") return [block.head, ...block.rows].flat().map(words).join("");
  return words(block.spans);
}
