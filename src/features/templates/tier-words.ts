import type { Tier } from "#/core/taxonomy/schema.ts";

/** What a tier's template writes, in words: the tier called "template" would be two things here. */
export const tierWords: Record<Tier, string> = {
  template: "arc-driven conversations",
  scenario: "conversations about real-life situations",
  edge_case: "conversations at a boundary",
};
