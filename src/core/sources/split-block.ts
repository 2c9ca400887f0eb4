import type { Block } from "./parse-blocks.ts";
import { estimateTokens } from "#/lib/tokens.ts";

/** A stretch of the text that is kept whole. `heading`: it belongs to what follows. */
export interface Atom {
  start: number;
  end: number;
  heading: boolean;
}

/** Estimated tokens of an atom at most; leaves room for the headings that go with it. */
export const ATOM_TOKENS = 500;

/** Blocks whose parts are blocks again. */
const containers = new Set(["list", "listItem", "blockquote"]);

let sentences: Intl.Segmenter | undefined;

/**
 * Parts the stretch from `start` to `end`, which begins with `block`, into atoms: list items and quoted
 * blocks, else lines (code, tables) or sentences, else words, else characters. Nothing is left out.
 */
export function splitBlock(text: string, block: Block, start: number, end: number): Atom[] {
  const stretch = text.slice(start, end);
  if (estimateTokens(stretch) <= ATOM_TOKENS) {
    return [{ start, end, heading: block.type === "heading" }];
  }
  if (containers.has(block.type) && block.children.length > 0) {
    return block.children.flatMap((child, index) =>
      splitBlock(
        text,
        child,
        index === 0 ? start : child.start,
        block.children[index + 1]?.start ?? end,
      ),
    );
  }
  const parts =
    block.type === "paragraph" && !isTable(stretch) ? sentencesOf(stretch) : linesOf(stretch);
  return place(parts.flatMap(fit), start);
}

function isTable(stretch: string): boolean {
  return /^[^\S\n]*\|/.test(stretch);
}

function linesOf(stretch: string): string[] {
  return stretch.match(/[^\n]*\n|[^\n]+$/g) ?? [stretch];
}

function sentencesOf(stretch: string): string[] {
  sentences ??= new Intl.Segmenter("en", { granularity: "sentence" });
  // A line end inside a paragraph ends no sentence; a blank in its place keeps the offsets.
  const flowing = stretch.replaceAll("\n", " ");
  return [...sentences.segment(flowing)].map(({ index, segment }) =>
    stretch.slice(index, index + segment.length),
  );
}

/** Parts what is still too large at words, and words at characters. */
function fit(part: string): string[] {
  if (estimateTokens(part) <= ATOM_TOKENS) return [part];
  return (part.match(/\s*\S+(?:\s+$)?|\s+$/g) ?? [part]).flatMap((word) =>
    estimateTokens(word) <= ATOM_TOKENS ? [word] : charactersOf(word),
  );
}

/** No character is more than one token, so this many never exceed an atom; pairs stay together. */
function charactersOf(word: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at < word.length;) {
    let to = Math.min(at + ATOM_TOKENS, word.length);
    if (to < word.length && /[\uDC00-\uDFFF]/.test(word[to] ?? "")) to -= 1;
    parts.push(word.slice(at, to));
    at = to;
  }
  return parts;
}

function place(parts: string[], start: number): Atom[] {
  let at = start;
  return parts.map((part) => {
    const atom = { start: at, end: at + part.length, heading: false };
    at = atom.end;
    return atom;
  });
}
