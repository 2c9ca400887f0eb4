import { apportion, countValues, shareOutRest } from "./apportion.ts";
import { checkPlanInput } from "./check-plan-input.ts";
import { chooseStorylines } from "./choose-storylines.ts";
import { finishRows } from "./finish-rows.ts";
import { dimensionOf, type PlanMaterial, weightsOf } from "./plan-material.ts";
import { planWarnings } from "./plan-warnings.ts";
import type { PlanInput, PlannedRow } from "./schema.ts";
import { spreadValues } from "./spread-values.ts";
import {
  type DraftRow,
  suitableEmotions,
  suitablePersonas,
  suitableTones,
} from "./suitable-values.ts";
import { createRandom, type Random } from "#/lib/random.ts";
import { sum } from "#/lib/sum.ts";

/**
 * Plans rows, without touching anything: stratified, so that the weights of every dimension are kept by
 * largest remainder and the pairs persona x emotion and persona x topic are as even as the counts allow.
 * A scenario or edge case keeps its own topic and outcome; the other rows make up for them. Personas and
 * emotions keep their counts exactly and suit the storyline where they can; an odd pair is marked.
 * The same seed and material give the same rows.
 * @throws invalid_input naming the field, where nothing can be planned from the material.
 */
export function planRows(
  material: PlanMaterial,
  { counts, seed }: Pick<PlanInput, "counts" | "seed">,
): { rows: PlannedRow[]; warnings: string[] } {
  checkPlanInput(material, counts);
  const random = createRandom(seed);
  const drafts = draftRows(material, counts, random);
  spreadLabels(material, drafts, random);
  const rows = finishRows(material, drafts, random);
  return { rows, warnings: planWarnings(material, rows) };
}

function draftRows(
  material: PlanMaterial,
  counts: PlanInput["counts"],
  random: Random,
): DraftRow[] {
  const { scenarios, edgeCases } = material.storylines;
  const topics = weightsOf(dimensionOf(material.taxonomy, "topic"));
  const topicTargets = apportion(inSeededOrder(topics, random), sum(Object.values(counts)));
  const context = { topicTargets, used: new Map<string, number>(), random };
  const edgeRows = chooseStorylines(edgeCases, counts.edge_case, context);
  const scenarioRows = chooseStorylines(scenarios, counts.scenario, context);
  return [
    ...Array.from({ length: counts.template }, (): DraftRow => ({ tier: "template", labels: {} })),
    ...scenarioRows.map((scenario): DraftRow => ({ tier: "scenario", scenario, labels: {} })),
    ...edgeRows.map((edgeCase): DraftRow => ({ tier: "edge_case", edgeCase, labels: {} })),
  ];
}

/** Topic first, since storylines fix it; then who talks about it; then what that person feels; then the rest. */
function spreadLabels(material: PlanMaterial, drafts: DraftRow[], random: Random): void {
  const { taxonomy } = material;
  const special = ["tier", "content_category", "topic", "persona", "emotion", "outcome"];
  const rest = taxonomy.dimensions.map(({ key }) => key).filter((key) => !special.includes(key));
  const spread = (
    key: string,
    pairedWith: string,
    suits?: (draft: DraftRow) => ReadonlySet<string> | undefined,
  ) => {
    const weights = weightsOf(dimensionOf(taxonomy, key));
    if (weights.size === 0) return;
    const values = spreadValues({
      groups: drafts.map((draft) => draft.labels[pairedWith] ?? ""),
      counts: apportion(inSeededOrder(weights, random), drafts.length),
      ...(suits && { suits: drafts.map(suits) }),
      random,
    });
    drafts.forEach((draft, row) => (draft.labels[key] = values[row] ?? ""));
  };
  fillFixed(material, drafts, "topic", random);
  spread("persona", "topic", suitablePersonas(taxonomy));
  spread("emotion", "persona", suitableEmotions(material));
  fillFixed(material, drafts, "outcome", random);
  for (const key of rest) {
    spread(key, "persona", key === "tone" ? suitableTones(taxonomy) : undefined);
  }
}

/** Rows of a storyline keep its value; the others take what is left of each value's share. */
function fillFixed(
  material: PlanMaterial,
  drafts: DraftRow[],
  key: "topic" | "outcome",
  random: Random,
): void {
  const weights = weightsOf(dimensionOf(material.taxonomy, key));
  if (weights.size === 0) return;
  const free = drafts.filter((draft) => {
    const own = (draft.scenario ?? draft.edgeCase)?.[key];
    if (own !== undefined && weights.has(own)) draft.labels[key] = own;
    return draft.labels[key] === undefined;
  });
  const targets = apportion(inSeededOrder(weights, random), drafts.length);
  const used = countValues(drafts.map((draft) => draft.labels[key]));
  const values = spreadValues({
    groups: free.map((draft) => draft.labels["persona"] ?? ""),
    counts: shareOutRest(targets, used, free.length),
    random,
  });
  free.forEach((draft, row) => (draft.labels[key] = values[row] ?? ""));
}

/** Who gets the last row among equals is decided by the seed, not by the order of the taxonomy. */
function inSeededOrder(weights: Map<string, number>, random: Random): Map<string, number> {
  return new Map(random.shuffle([...weights]));
}
