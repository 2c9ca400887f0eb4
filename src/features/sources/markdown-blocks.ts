/** A piece of a line: plain, **strong**, *emphasised* or `code`. */
export interface Span {
  kind: "plain" | "strong" | "emphasis" | "code";
  text: string;
}

export type TextBlock =
  | { kind: "heading"; level: number; spans: Span[] }
  | { kind: "paragraph" | "quote"; spans: Span[] }
  | { kind: "list"; ordered: boolean; items: Span[][] }
  | { kind: "table"; head: Span[][]; rows: Span[][][] };

/**
 * Markdown as blocks to show: what business papers use, line by line, in time that grows with the length
 * only. Whatever isn't recognised stays a paragraph, so no word is lost.
 */
export function markdownBlocks(text: string): TextBlock[] {
  return text.split(/\n[^\S\n]*\n/u).flatMap((part) => {
    const lines = part.split("\n").filter((line) => line.trim() !== "");
    return lines.length === 0 ? [] : blocksOf(lines);
  });
}

/** One part between blank lines; a heading ends where its line ends. */
function blocksOf(lines: string[]): TextBlock[] {
  const [first = "", ...rest] = lines;
  const heading = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/u.exec(first);
  if (heading) {
    const level = heading[1]?.length ?? 1;
    const block: TextBlock = { kind: "heading", level, spans: spansOf(heading[2] ?? "") };
    return rest.length === 0 ? [block] : [block, ...blocksOf(rest)];
  }
  return [tableOf(lines) ?? listOf(lines) ?? quoteOf(lines) ?? paragraphOf(lines)];
}

function paragraphOf(lines: string[]): TextBlock {
  return { kind: "paragraph", spans: spansOf(lines.map((line) => line.trim()).join(" ")) };
}

function quoteOf(lines: string[]): TextBlock | null {
  if (!lines.every((line) => line.startsWith(">"))) return null;
  const inside = lines.map((line) => line.replace(/^>\s?/u, "").trim());
  return { kind: "quote", spans: spansOf(inside.join(" ")) };
}

const bullet = /^\s*(?:[-*+]|\d{1,9}[.)])\s+/u;

/** Lines that begin with no bullet carry the item before them on. */
function listOf(lines: string[]): TextBlock | null {
  const [first = ""] = lines;
  if (!bullet.test(first)) return null;
  const items: string[] = [];
  for (const line of lines) {
    if (bullet.test(line)) items.push(line.replace(bullet, "").trim());
    else items[items.length - 1] += ` ${line.trim()}`;
  }
  return { kind: "list", ordered: /^\s*\d/u.test(first), items: items.map(spansOf) };
}

function tableOf(lines: string[]): TextBlock | null {
  const [head, divider, ...rows] = lines;
  if (!head?.includes("|") || !divider || !/^[\s|:-]*-[\s|:-]*$/u.test(divider)) return null;
  return { kind: "table", head: cellsOf(head), rows: rows.map(cellsOf) };
}

function cellsOf(line: string): Span[][] {
  const inner = line.trim().replace(/^\|/u, "").replace(/\|$/u, "");
  return inner.split("|").map((cell) => spansOf(cell.trim()));
}

const dressed = /\*\*([^*\n]+)\*\*|`([^`\n]+)`|\*([^*\s][^*\n]*)\*/gu;

function spansOf(text: string): Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const match of text.matchAll(dressed)) {
    if (match.index > end) spans.push({ kind: "plain", text: text.slice(end, match.index) });
    const [whole, strong, code, emphasis] = match;
    if (strong !== undefined) spans.push({ kind: "strong", text: strong });
    else if (code !== undefined) spans.push({ kind: "code", text: code });
    else spans.push({ kind: "emphasis", text: emphasis ?? whole });
    end = match.index + whole.length;
  }
  if (end < text.length) spans.push({ kind: "plain", text: text.slice(end) });
  return spans;
}
