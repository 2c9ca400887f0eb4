import { BrightError, invalidField } from "../errors.ts";
import type { PlanMaterial } from "./plan-material.ts";
import type { PlanWish } from "./schema.ts";
import { type Tier, tiers } from "../taxonomy/schema.ts";
import { sum } from "#/lib/sum.ts";

export const tierNames: Record<Tier, string> = {
  template: "template",
  scenario: "scenario",
  edge_case: "edge case",
};

/** Dimensions without which nobody could say who talks about what, and how it feels. */
const neededDimensions = ["persona", "emotion", "topic"] as const;

const MOST_ROWS = 10_000;
const NOTHING = "Nothing was planned.";

/** Refuses, with a sentence that names the field, what no plan can be made from. */
export function checkPlanInput(
  material: PlanMaterial,
  counts: PlanWish["counts"],
  fixed: PlanWish["fixed"],
): void {
  const total = sum(Object.values(counts));
  if (total === 0) {
    throw invalidField(
      "counts",
      `All three counts are 0, so there is nothing to plan. ${NOTHING} Enter at least 1 for one tier.`,
    );
  }
  if (total > MOST_ROWS) {
    throw invalidField(
      "counts",
      `Together the counts ask for ${total.toLocaleString("en")} rows; at most 10,000 can be planned at once. ${NOTHING} Lower a count, and plan the rest afterwards.`,
    );
  }
  for (const key of neededDimensions) {
    const dimension = material.taxonomy.dimensions.find((candidate) => candidate.key === key);
    if (dimension && dimension.values.length > 0) continue;
    throw invalidField(
      `taxonomy.${key}`,
      `The project has no ${key} to plan with. ${NOTHING} Add at least one ${key} to its taxonomy, or create a project from the starter content.`,
    );
  }
  checkFixed(material, counts, fixed);
  checkTiers(material, counts);
}

function checkTiers(material: PlanMaterial, counts: PlanWish["counts"]): void {
  const { arcs, scenarios, edgeCases } = material.storylines;
  const sources: Record<Tier, { what: string; count: number }> = {
    template: { what: "arcs", count: arcs.filter((arc) => arc.tier === "template").length },
    scenario: { what: "scenarios", count: scenarios.length },
    edge_case: { what: "edge cases", count: edgeCases.length },
  };
  for (const tier of tiers) {
    if (counts[tier] === 0) continue;
    if (sources[tier].count === 0) {
      throw invalidField(
        `counts.${tier}`,
        `${counts[tier]} ${tierNames[tier]} rows are asked for, but the project has no ${sources[tier].what} to write them from. ${NOTHING} Set this count to 0, or add ${sources[tier].what} first.`,
      );
    }
    messageCountsOf(material, tier);
  }
}

/** A slice can be planned of values that plans draw on, and only of those. */
function checkFixed(
  material: PlanMaterial,
  counts: PlanWish["counts"],
  fixed: PlanWish["fixed"],
): void {
  for (const [key, value] of Object.entries(fixed)) {
    const refuse = (sentence: string) =>
      invalidField(`fixed.${key}`, `${sentence} ${NOTHING} Choose another one.`);
    if (key === "tier") {
      if (tiers.every((tier) => tier === value || counts[tier] === 0)) continue;
      throw refuse(
        `Every row is to be of the tier "${value}", but rows of another are counted too.`,
      );
    }
    if (key === "content_category") {
      throw refuse(
        "The content category of a row follows from the documents of its scenario, so it can't be fixed.",
      );
    }
    const dimension = material.taxonomy.dimensions.find((candidate) => candidate.key === key);
    if (!dimension) throw refuse(`Plans of this project have no dimension "${key}".`);
    if (dimension.values.some((candidate) => candidate.key === value)) continue;
    const retired = material.retired?.get(key)?.get(value);
    throw refuse(
      retired === undefined
        ? `${dimension.label} has no value "${value}".`
        : `"${retired}" (${dimension.label}) is retired: its rows stay, and no new ones are planned.`,
    );
  }
}

/**
 * The even numbers inside a tier's band of message counts: a conversation of whole exchanges.
 * @throws invalid_input naming the setting when there is none.
 */
export function messageCountsOf(material: PlanMaterial, tier: Tier): number[] {
  const [low, high] = material.settings.messageCount[tier];
  const first = low + (low % 2);
  const numbers: number[] = [];
  for (let number = first; number <= high; number += 2) numbers.push(number);
  if (numbers.length > 0) return numbers;
  const field = `settings.messageCount.${tier}`;
  const message = `The project's message count for ${tierNames[tier]} rows is ${low} to ${high}, which holds no even number; each question needs its answer. ${NOTHING} Widen the band in the project's settings.`;
  throw new BrightError("invalid_input", message, [{ field, message }]);
}
