import { tierNames } from "./check-plan-input.ts";
import type { PlanMaterial } from "./plan-material.ts";
import type { PlannedRow } from "./schema.ts";

/** What a person should know before adding the rows; each a sentence. */
export function planWarnings(material: PlanMaterial, rows: readonly PlannedRow[]): string[] {
  return [
    ...dimensionWarnings(material, rows),
    ...documentWarnings(material, rows),
    ...edgeCaseWarnings(material, rows),
    ...oddPairWarning(rows),
  ];
}

function dimensionWarnings({ taxonomy }: PlanMaterial, rows: readonly PlannedRow[]): string[] {
  return taxonomy.dimensions.flatMap(({ key, label, values }) => {
    if (key === "tier" || key === "content_category") return [];
    if (values.length === 0) return [`${label} has no values, so no row gets one.`];
    if (values.length === 1) {
      return [`${label} has only one value, so every row gets "${values[0]?.label}".`];
    }
    const used = new Set(rows.map((row) => row.labels[key]));
    const unused = values.filter((value) => value.weight > 0 && !used.has(value.key));
    if (unused.length === 0) return [];
    return [
      `${label}: ${unused.map((value) => `"${value.label}"`).join(", ")} ${unused.length === 1 ? "gets" : "get"} no row, because there are more values than rows left for them.`,
    ];
  });
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
    `${odd} ${odd === 1 ? "row pairs" : "rows pair"} labels that don't usually meet, so that every value gets its share. They are marked; nothing is forbidden.`,
  ];
}
