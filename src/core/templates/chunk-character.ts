import { expertiseOf } from "../sources/chunk-dimensions.ts";

/** How words of tone sound. Words that aren't here say nothing either way. */
const positive =
  /\b(?:warm|encourag\w*|reassur\w*|hopeful|optimis\w*|friendly|cheerful|upbeat|inspir\w*|supportive|compassionate|empath\w*|kind|calm\w*|celebrat\w*|playful|enthusias\w*)\b/gi;
const negative =
  /\b(?:urgent|alarm\w*|warning|stern|grave|sombre|somber|critical|cautionary|fearful|anxious|harsh|sad|grief\w*|angry|pessimis\w*|severe|blunt)\b/gi;
const neutral =
  /\b(?:neutral|professional|instructional|factual|matter-of-fact|formal|technical|informative|objective|analytical|practical|direct|authoritative|plain)\b/gi;

/**
 * For which reader a passage was written: its own dimension `expertise_level`, or else what its audience
 * names. Undefined where neither says.
 */
export function expertiseLevelOf(dimensions: Record<string, unknown>): string | undefined {
  return ownText(dimensions["expertise_level"]) ?? expertiseOf(textOf(dimensions["audience"]));
}

/**
 * How a passage feels: its own dimension `emotional_valence` (a word, or a number from -1 to 1), or else
 * what its words of tone add up to: positive, neutral or negative. Undefined where neither says.
 */
export function emotionalValenceOf(dimensions: Record<string, unknown>): string | undefined {
  const own = dimensions["emotional_valence"];
  if (typeof own === "number") return String(own);
  const stated = ownText(own);
  if (stated) return stated;
  const tone = [dimensions["tone_voice_tags"], dimensions["tone"], dimensions["style_notes"]]
    .map(textOf)
    .join(" ");
  const count = (words: RegExp) => tone.match(words)?.length ?? 0;
  const balance = count(positive) - count(negative);
  if (balance !== 0) return balance > 0 ? "positive" : "negative";
  return count(positive) + count(neutral) > 0 ? "neutral" : undefined;
}

function ownText(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  return text === "" || text === "-" ? undefined : text;
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.filter((each) => typeof each === "string").join(" ") : "";
}
