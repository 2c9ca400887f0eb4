import { parseBlocks, plainLine, type Block } from "./parse-blocks.ts";
import { splitBlock, type Atom } from "./split-block.ts";
import { shorten } from "#/lib/text-place.ts";
import { estimateTokens } from "#/lib/tokens.ts";

/** A passage: `text.slice(charStart, charEnd) === content`. `heading`: its path, "" before the first. */
export interface ChunkOfText {
  heading: string;
  content: string;
  charStart: number;
  charEnd: number;
  tokenCount: number;
}

/** Estimated tokens: small neighbours are merged up to the first, nothing is larger than the second. */
export const TARGET_TOKENS = 350;
export const MAX_TOKENS = 600;
/** A rest smaller than this joins the piece before it where both fit. */
const REST_TOKENS = 80;

/** A run of whole sections, or a part of one. */
interface Piece {
  start: number;
  end: number;
  paths: string[][];
  whole: boolean;
  headingOnly: boolean;
}

interface Section {
  path: string[];
  blocks: Block[];
  start: number;
  end: number;
}

/**
 * Parts a stored text into passages by its structure. Headings open sections; small neighbouring
 * sections stand together, large ones are parted at blocks, list items, sentences. In order, without
 * overlap, and every word of the text is in one of them.
 * @param text as stored: HTML and front matter are out already.
 * @param blocks of the text; those of Markdown unless given.
 */
export function chunkDocument(text: string, blocks: Block[] = parseBlocks(text)): ChunkOfText[] {
  const pieces = sectionsOf(text, blocks).flatMap((section) => partSection(text, section));
  return mergePieces(text, pieces).flatMap((piece) => toChunk(text, piece));
}

/** The whole text as sections: each goes on to the start of the next, so that nothing falls between. */
function sectionsOf(text: string, blocks: Block[]): Section[] {
  const sections: Section[] = [];
  const open: { depth: number; title: string }[] = [];
  for (const block of blocks) {
    if (block.type === "heading") {
      while ((open.at(-1)?.depth ?? 0) >= block.depth) open.pop();
      const title = shorten(plainLine(text.slice(block.start, block.end)), 120);
      if (title !== "") open.push({ depth: block.depth, title });
    }
    const last = sections.at(-1);
    if (last && block.type !== "heading") last.blocks.push(block);
    else {
      sections.push({
        path: open.map((each) => each.title),
        blocks: [block],
        start: block.start,
        end: text.length,
      });
    }
  }
  for (const [index, section] of sections.entries()) {
    if (index === 0) section.start = 0;
    section.end = sections[index + 1]?.start ?? text.length;
  }
  return sections;
}

function partSection(text: string, section: Section): Piece[] {
  const { start, end, path, blocks } = section;
  const headingOnly = blocks.length === 1 && blocks[0]?.type === "heading";
  if (tokens(text, start, end) <= MAX_TOKENS) {
    return [{ start, end, paths: [path], whole: true, headingOnly }];
  }
  const atoms = blocks.flatMap((block, index) =>
    splitBlock(text, block, index === 0 ? start : block.start, blocks[index + 1]?.start ?? end),
  );
  const pieces = packAtoms(text, atoms);
  joinRest(text, pieces);
  return pieces.map((piece) => ({
    start: piece.start,
    end: piece.end,
    paths: [path],
    whole: false,
    headingOnly: piece.heading,
  }));
}

/** Fills pieces up to the target; a heading never ends one while what follows still fits. */
function packAtoms(text: string, atoms: Atom[]): Atom[] {
  const pieces: Atom[] = [];
  for (const atom of atoms) {
    const last = pieces.at(-1);
    const limit = last?.heading ? MAX_TOKENS : TARGET_TOKENS;
    if (last && tokens(text, last.start, atom.end) <= limit) {
      last.end = atom.end;
      last.heading &&= atom.heading;
    } else pieces.push({ ...atom });
  }
  return pieces;
}

function joinRest(text: string, pieces: Atom[]): void {
  const rest = pieces.at(-1);
  const before = pieces.at(-2);
  if (!rest || !before || tokens(text, rest.start, rest.end) >= REST_TOKENS) return;
  if (tokens(text, before.start, rest.end) > MAX_TOKENS) return;
  before.end = rest.end;
  pieces.pop();
}

function mergePieces(text: string, pieces: Piece[]): Piece[] {
  const merged: Piece[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    const limit = last?.headingOnly ? MAX_TOKENS : last?.whole && piece.whole ? TARGET_TOKENS : 0;
    if (last && limit > 0 && tokens(text, last.start, piece.end) <= limit) {
      last.end = piece.end;
      last.paths.push(...piece.paths);
      last.whole &&= piece.whole;
      last.headingOnly &&= piece.headingOnly;
    } else merged.push({ ...piece, paths: [...piece.paths] });
  }
  return merged;
}

/** Without the blank lines before it and the space after it; the first line keeps its indent. */
function toChunk(text: string, piece: Piece): ChunkOfText[] {
  const raw = text.slice(piece.start, piece.end);
  if (raw.trim() === "") return [];
  const charStart = piece.start + (/^(?:[^\S\n]*\n)*/.exec(raw)?.[0].length ?? 0);
  const charEnd = piece.start + raw.trimEnd().length;
  const content = text.slice(charStart, charEnd);
  const tokenCount = estimateTokens(content);
  return [{ heading: headingOf(piece.paths), content, charStart, charEnd, tokenCount }];
}

/** "A > B" of one section; what several have in common and the names of each: "A > B · C". */
function headingOf(paths: string[][]): string {
  const [first = [], ...others] = paths.filter((path) => path.length > 0);
  let common = 0;
  while (common < first.length && others.every((path) => path[common] === first[common]))
    common += 1;
  const stem = first.slice(0, common);
  const names = [first, ...others].map((path) => path.slice(common).join(" > "));
  const parts = [...new Set(names.filter((name) => name !== ""))];
  return shorten([...stem, ...(parts.length > 0 ? [parts.join(" · ")] : [])].join(" > "), 300);
}

function tokens(text: string, start: number, end: number): number {
  return estimateTokens(text.slice(start, end));
}
