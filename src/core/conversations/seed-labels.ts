import type { SeedLabels } from "./seed-draft.ts";
import { problemOfIssue } from "./seed-json.ts";
import { type Labels, type Taxonomy, type Tier, tiers } from "../taxonomy/schema.ts";
import { allowedSentence } from "#/lib/allowed-sentence.ts";
import type { Problem } from "#/lib/file-problem.ts";
import { shorten } from "#/lib/text-place.ts";

/** The labels of a seed in the project's own keys, its tier, and the dimensions that were left out. */
export interface FoundLabels {
  labels: Labels;
  tier: Tier;
  leftOut: string[];
}

/**
 * Looks the labels of a seed up. Named ones must be the project's own; described ones are kept where
 * they fit and left out otherwise. A project without a taxonomy takes the tier alone.
 */
export function findLabels(
  wanted: SeedLabels,
  taxonomy: Taxonomy,
): FoundLabels | { problem: Problem } {
  return wanted.kind === "named" ? findNamed(wanted, taxonomy) : findDescribed(wanted, taxonomy);
}

function findNamed(
  { json, node, values }: Extract<SeedLabels, { kind: "named" }>,
  { dimensions }: Taxonomy,
): FoundLabels | { problem: Problem } {
  const labels = new Map<string, string>();
  const leftOut: string[] = [];
  const refuse = (dimension: string, message: string) => {
    const problem = problemOfIssue(json, node, { path: ["labels", dimension], message });
    return { problem };
  };
  for (const [dimension, value] of values) {
    if (value === null) continue;
    if (typeof value !== "string") return refuse(dimension, "the key of one value in quotes");
    const known = dimensions.find(({ key }) => key === dimension);
    if (dimension !== "tier" && dimensions.length === 0) {
      leftOut.push(dimension);
      continue;
    }
    if (dimension !== "tier" && !known) {
      const keys = dimensions.map(({ key }) => key);
      return refuse(dimension, `a dimension of this project. ${bare(allowedSentence(keys))}`);
    }
    const allowed: readonly string[] =
      dimension === "tier" ? tiers : (known?.values ?? []).map(({ key }) => key);
    if (!allowed.includes(value)) {
      return refuse(
        dimension,
        `a value of ${shorten(dimension, 60)}. ${bare(allowedSentence(allowed))}`,
      );
    }
    labels.set(dimension, value);
  }
  const tier = tiers.find((each) => each === labels.get("tier")) ?? "template";
  return { labels: { ...Object.fromEntries(labels), tier }, tier, leftOut };
}

/** The sentence goes on after it. */
function bare(sentence: string): string {
  return sentence.replace(/\.$/, "");
}

function findDescribed(
  { persona, emotion }: Extract<SeedLabels, { kind: "described" }>,
  { dimensions }: Taxonomy,
): FoundLabels {
  const valuesOf = (dimension: string) =>
    dimensions.find(({ key }) => key === dimension)?.values ?? [];
  const said = new Set(wordsOf(persona));
  const [person] = valuesOf("persona")
    .map((value) => ({ value, words: wordsOf(value.label) }))
    .filter(({ words }) => words.length > 0 && words.every((word) => said.has(word)))
    .sort((left, right) => right.words.length - left.words.length);
  const feeling = wordsOf(emotion).join("-");
  const found = valuesOf("emotion").find(
    ({ key, label }) => feeling !== "" && (key === feeling || wordsOf(label).join("-") === feeling),
  );
  const labels = {
    ...(person && { persona: person.value.key }),
    ...(found && { emotion: found.key }),
    tier: "template" as const,
  };
  return { labels, tier: "template", leftOut: [] };
}

function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => word !== "the");
}
