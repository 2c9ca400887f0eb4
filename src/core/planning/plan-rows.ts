import { apportion, countValues, shareOutRest } from "./apportion.ts";
import { checkPlanInput } from "./check-plan-input.ts";
import { chooseStorylines } from "./choose-storylines.ts";
import { finishRows } from "./finish-rows.ts";
import {
  dimensionOf,
  drawnCounts,
  type PlanMaterial,
  standingCounts,
  standingPairs,
  weightsOf,
} from "./plan-material.ts";
import { planWarnings } from "./plan-warnings.ts";
import type { PlannedRow, PlanWish } from "./schema.ts";
import { spreadValues } from "./spread-values.ts";
import {
  type DraftRow,
  suitableEmotions,
  suitablePersonas,
  suitableTones,
} from "./suitable-values.ts";
import { createRandom, type Random } from "#/lib/random.ts";
import { sum } from "#/lib/sum.ts";

type Wish = Omit<PlanWish, "fixed"> & { fixed?: PlanWish["fixed"] };

/**
 * Plans rows, without touching anything: stratified, so that the weights of every dimension are kept by
 * largest remainder and the pairs persona x emotion and persona x topic are as even as the counts allow.
 * Rows that stand already count: the new ones fill up what they lack. A scenario or edge case keeps its
 * own topic and outcome; the other rows make up for them. Fixed labels go to every row. Personas and
 * emotions keep their counts exactly and suit the storyline where they can; an odd pair is marked.
 * The same seed, material and standing rows give the same rows.
 * @throws invalid_input naming the field, where nothing can be planned from the material.
 */
export function planRows(
  material: PlanMaterial,
  { counts, seed, fixed = {} }: Wish,
): { rows: PlannedRow[]; warnings: string[] } {
  checkPlanInput(material, counts, fixed);
  const random = createRandom(seedOf(material, seed));
  const drafts = draftRows(material, { counts, fixed }, random);
  spreadLabels(material, drafts, fixed, random);
  const rows = finishRows(material, drafts, random);
  return { rows, warnings: planWarnings(material, rows, fixed) };
}

/** A second plan with the same number draws other people than the first. */
function seedOf({ nextNumber }: PlanMaterial, seed: number): number | string {
  const before = sum(Object.values(nextNumber)) - Object.keys(nextNumber).length;
  return before === 0 ? seed : `${seed} after ${before}`;
}

function draftRows(
  material: PlanMaterial,
  { counts, fixed }: Required<Pick<Wish, "counts" | "fixed">>,
  random: Random,
): DraftRow[] {
  const { scenarios, edgeCases } = material.storylines;
  const lacking = lackOf(material, "topic", sum(Object.values(counts)), random);
  const context = { lacking, fixed, random };
  const edgeRows = chooseStorylines(edgeCases, counts.edge_case, {
    ...context,
    uses: drawnCounts(material, "edgeCase"),
  });
  const scenarioRows = chooseStorylines(scenarios, counts.scenario, {
    ...context,
    uses: drawnCounts(material, "scenario"),
  });
  const labels = () => ({ ...fixed });
  return [
    ...Array.from({ length: counts.template }, (): DraftRow => ({
      tier: "template",
      labels: labels(),
    })),
    ...scenarioRows.map((scenario): DraftRow => ({ tier: "scenario", scenario, labels: labels() })),
    ...edgeRows.map((edgeCase): DraftRow => ({ tier: "edge_case", edgeCase, labels: labels() })),
  ];
}

/** Topic first, since storylines fix it; then who talks about it; then what that person feels; then the rest. */
function spreadLabels(
  material: PlanMaterial,
  drafts: DraftRow[],
  fixed: Readonly<Record<string, string>>,
  random: Random,
): void {
  const { taxonomy } = material;
  const special = ["tier", "content_category", "topic", "persona", "emotion", "outcome"];
  const rest = taxonomy.dimensions.map(({ key }) => key).filter((key) => !special.includes(key));
  const spread = (
    key: string,
    pairedWith: string,
    suits?: (draft: DraftRow) => ReadonlySet<string> | undefined,
  ) => {
    const weights = weightsOf(dimensionOf(taxonomy, key));
    if (weights.size === 0 || fixed[key] !== undefined) return;
    const values = spreadValues({
      groups: drafts.map((draft) => draft.labels[pairedWith] ?? ""),
      counts: lackOf(material, key, drafts.length, random),
      standing: standingPairs(material, key, pairedWith),
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
    if (own !== undefined && weights.has(own)) draft.labels[key] ??= own;
    return draft.labels[key] === undefined;
  });
  if (free.length === 0) return;
  const settled = countValues(drafts.map((draft) => draft.labels[key]));
  const values = spreadValues({
    groups: free.map((draft) => draft.labels["persona"] ?? ""),
    counts: lackOf(material, key, free.length, random, settled),
    standing: standingPairs(material, key, "persona"),
    random,
  });
  free.forEach((draft, row) => (draft.labels[key] = values[row] ?? ""));
}

/**
 * How often each value goes to the `count` rows that are free, so that together with the standing rows
 * and those already settled the weights are kept as far as what stands allows.
 */
function lackOf(
  material: PlanMaterial,
  dimension: string,
  count: number,
  random: Random,
  settled: ReadonlyMap<string, number> = new Map(),
): Map<string, number> {
  // Who gets the last row among equals is decided by the seed, not by the order of the taxonomy.
  const weights = new Map(
    random.shuffle([...weightsOf(dimensionOf(material.taxonomy, dimension))]),
  );
  const standing = standingCounts(material, dimension);
  const used = new Map(
    [...weights.keys()].map((key) => [key, (standing.get(key) ?? 0) + (settled.get(key) ?? 0)]),
  );
  const targets = apportion(weights, count + sum([...used.values()]));
  return shareOutRest(targets, used, count);
}
