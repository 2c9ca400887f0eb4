import type { FrontMatter } from "./read-front-matter.ts";

const levels: readonly [level: string, words: RegExp][] = [
  ["beginner", /\b(?:beginners?|novices?|newcomers?|introductory|first-time)\b/i],
  ["intermediate", /\bintermediate\b/i],
  ["advanced", /\b(?:advanced|experts?|specialists?|professionals?|experienced)\b/i],
];

/** The expertise level that an audience names, where it names one and only one. */
export function expertiseOf(audience: string): string | undefined {
  const named = levels.filter(([, words]) => words.test(audience));
  return named.length === 1 ? named[0]?.[0] : undefined;
}

/**
 * What can honestly be said of a passage without reading it: what its document says of itself, and the
 * expertise level where the audience names one and only one. Nothing else is filled in.
 */
export function chunkDimensions({ audience, summary }: FrontMatter): Record<string, string> {
  const level = expertiseOf(audience ?? "");
  return {
    ...(audience && { audience }),
    ...(level && { expertise_level: level }),
    ...(summary && { document_summary: summary }),
  };
}
