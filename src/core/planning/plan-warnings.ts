import { apportion } from "./apportion.ts";
import { tierNames } from "./check-plan-input.ts";
import { type PlanMaterial, standingCounts, weightsOf } from "./plan-material.ts";
import type { PlannedRow, PlanWish } from "./schema.ts";
import type { TaxonomyDimension } from "../taxonomy/schema.ts";
import { formatCounted } from "#/lib/format.ts";
import { sum } from "#/lib/sum.ts";

/** Values that one sentence names. */
const MOST_NAMES = 12;

/** What a person should know before adding the rows; each a sentence. */
export function planWarnings(
  material: PlanMaterial,
  rows: readonly PlannedRow[],
  fixed: PlanWish["fixed"],
): string[] {
  const isSlice = Object.keys(fixed).length > 0;
  return [
    ...(isSlice ? [] : [...dimensionWarnings(material), ...coverWarning(material, rows)]),
    ...retiredWarnings(material, rows),
    ...documentWarnings(material, rows),
    ...edgeCaseWarnings(material, rows),
    ...oddPairWarning(rows),
  ];
}

/** Dimensions that plans spread by weight: neither the tier nor what follows from documents. */
function spreadDimensions({ taxonomy }: PlanMaterial): TaxonomyDimension[] {
  return taxonomy.dimensions.filter(({ key }) => key !== "tier" && key !== "content_category");
}

function dimensionWarnings(material: PlanMaterial): string[] {
  return spreadDimensions(material).flatMap(({ label, values }) => {
    if (values.length === 0) return [`${label} has no values, so no row gets one.`];
    if (values.length > 1) return [];
    return [`${label} has only one value, so every row gets "${values[0]?.label}".`];
  });
}

/** Too few rows for all values: which stay empty, and how many rows each dimension would need. */
function coverWarning(material: PlanMaterial, rows: readonly PlannedRow[]): string[] {
  const short = spreadDimensions(material).flatMap((dimension) => {
    const standing = standingCounts(material, dimension.key);
    const used = new Set(rows.map((row) => row.labels[dimension.key]));
    const weighted = dimension.values.filter(({ weight }) => weight > 0);
    const empty = weighted.filter(({ key }) => !used.has(key) && !standing.get(key));
    return empty.length > 0 ? [{ dimension, empty, needed: rowsToCover(dimension) }] : [];
  });
  if (short.length === 0) return [];
  const total = rows.length + (material.standing?.total ?? 0);
  const needs = short.map(
    ({ dimension, needed }) => `${dimension.label} ${needed.toLocaleString("en")}`,
  );
  const few = short.some(({ needed }) => needed > total);
  return [
    ...(few
      ? [
          `${formatCounted(total, "row")} can't cover every value. To use each at least once it takes: ${needs.join(", ")}.`,
        ]
      : []),
    ...short.map(({ dimension, empty }) => {
      const names = empty.map((value) => `"${value.label}"`);
      const shown = names.slice(0, MOST_NAMES).join(", ");
      const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
      return `${dimension.label}: ${shown}${more} ${names.length === 1 ? "gets" : "get"} no row.`;
    }),
  ];
}

/** The fewest rows at which the weights of a dimension leave none of its values out. */
function rowsToCover(dimension: TaxonomyDimension): number {
  const weights = weightsOf(dimension);
  const weighted = [...weights.values()].filter((weight) => weight > 0);
  const covers = (count: number) =>
    [...apportion(weights, count)].every(([key, rows]) => rows > 0 || weights.get(key) === 0);
  let low = weighted.length;
  // From a share of one row on nobody is left out.
  let high = Math.max(low, Math.ceil(sum(weighted) / Math.min(...weighted)));
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (covers(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Retired values that something still leans on: rows that stand, and storylines of this plan. */
function retiredWarnings(material: PlanMaterial, rows: readonly PlannedRow[]): string[] {
  const { retired, taxonomy, storylines } = material;
  if (!retired) return [];
  const standing = taxonomy.dimensions.flatMap(({ key, label }) => {
    const counts = standingCounts(material, key);
    return [...(retired.get(key) ?? [])].flatMap(([value, name]) => {
      const carried = counts.get(value) ?? 0;
      if (carried === 0) return [];
      return [
        `${formatCounted(carried, "planned row")} still ${carried === 1 ? "carries" : "carry"} "${name}" (${label}), which is retired. ${carried === 1 ? "It stays as it is" : "They stay as they are"}; nothing new is planned for it.`,
      ];
    });
  });
  const planned = new Set(rows.flatMap(({ plan }) => [plan.scenario, plan.edgeCase]));
  const named = [...storylines.scenarios, ...storylines.edgeCases]
    .filter(({ key }) => planned.has(key))
    .flatMap((storyline) =>
      (["topic", "outcome"] as const).flatMap((key) => {
        const name = retired.get(key)?.get(storyline[key]);
        if (name === undefined) return [];
        return [
          `"${storyline.label}" names the ${key} "${name}", which is retired; its rows get another one.`,
        ];
      }),
    );
  return [...standing, ...named];
}

function documentWarnings(material: PlanMaterial, rows: readonly PlannedRow[]): string[] {
  const planned = new Set(rows.map((row) => row.plan.scenario));
  const missing = new Set(
    material.storylines.scenarios
      .filter((scenario) => planned.has(scenario.key))
      .flatMap((scenario) => scenario.documents)
      .filter((slug) => (material.documents.get(slug)?.chunks.length ?? 0) === 0),
  );
  const ungrounded = rows.filter((row) => row.tier === "scenario" && row.chunkIds.length === 0);
  return [
    ...(missing.size > 0
      ? [
          `Scenarios name documents that the project doesn't have: ${[...missing].join(", ")}. Import them first to ground those rows.`,
        ]
      : []),
    ...(ungrounded.length > 0
      ? [
          `${ungrounded.length} ${tierNames.scenario} ${ungrounded.length === 1 ? "row has" : "rows have"} no passage of a document to lean on.`,
        ]
      : []),
  ];
}

function edgeCaseWarnings(material: PlanMaterial, rows: readonly PlannedRow[]): string[] {
  const planned = new Set(rows.map((row) => row.plan.edgeCase));
  const arcs = new Set(material.storylines.arcs.map((arc) => arc.key));
  return material.storylines.edgeCases
    .filter((edgeCase) => planned.has(edgeCase.key) && !arcs.has(edgeCase.arc))
    .map(
      (edgeCase) =>
        `The edge case "${edgeCase.label}" names the arc "${edgeCase.arc}", which the project doesn't have; its rows are planned without one.`,
    );
}

function oddPairWarning(rows: readonly PlannedRow[]): string[] {
  const odd = rows.filter((row) => row.plan.oddPair !== undefined).length;
  if (odd === 0) return [];
  return [
    `${odd} ${odd === 1 ? "row pairs" : "rows pair"} labels that don't usually meet, so that every value gets its share. ${odd === 1 ? "It is" : "They are"} marked; nothing is forbidden.`,
  ];
}
