import type { FrontMatter } from "./read-front-matter.ts";

const levels: readonly [level: string, words: RegExp][] = [
  ["beginner", /\b(?:beginners?|novices?|newcomers?|introductory|first-time)\b/i],
  ["intermediate", /\bintermediate\b/i],
  ["advanced", /\b(?:advanced|experts?|specialists?|professionals?|experienced)\b/i],
];

/**
 * What can honestly be said of a passage without reading it: what its document says of itself, and the
 * expertise level where the audience names one and only one. Nothing else is filled in.
 */
export function chunkDimensions({ audience, summary }: FrontMatter): Record<string, string> {
  const named = levels.filter(([, words]) => words.test(audience ?? ""));
  return {
    ...(audience && { audience }),
    ...(named.length === 1 && named[0] && { expertise_level: named[0][0] }),
    ...(summary && { document_summary: summary }),
  };
}
