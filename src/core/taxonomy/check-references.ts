import type { FieldError } from "../errors.ts";
import { type Storylines, type Taxonomy, tiers } from "./schema.ts";
import { allowedSentence } from "#/lib/allowed-sentence.ts";
import { shorten } from "#/lib/text-place.ts";

type Reference = { field: string; value: string; dimension: string };

/** Everything in a taxonomy and its storylines that names something which isn't there, or names it twice. */
export function checkReferences(taxonomy: Taxonomy, storylines: Storylines): FieldError[] {
  const { arcs, scenarios, edgeCases } = storylines;
  const known = new Map<string, readonly string[]>(
    taxonomy.dimensions.map((each) => [each.key, each.values.map((value) => value.key)]),
  );
  known.set(
    "arc",
    arcs.map((arc) => arc.key),
  );
  return [
    ...findRepeated("dimensions", taxonomy.dimensions),
    ...taxonomy.dimensions.flatMap((each, at) =>
      findRepeated(`dimensions.${at}.values`, each.values),
    ),
    ...findRepeated("arcs", arcs),
    ...findRepeated("scenarios", scenarios),
    ...findRepeated("edgeCases", edgeCases),
    ...findStrangeTiers(taxonomy),
    ...referencesOf(storylines).flatMap((reference) => findMissing(known, reference)),
  ];
}

function findRepeated(path: string, list: readonly { key: string }[]): FieldError[] {
  const seen = new Set<string>();
  return list.flatMap(({ key }, at) => {
    const repeated = seen.has(key);
    seen.add(key);
    return repeated ? [{ field: `${path}.${at}.key`, message: `"${key}" stands here twice.` }] : [];
  });
}

function findStrangeTiers(taxonomy: Taxonomy): FieldError[] {
  const at = taxonomy.dimensions.findIndex((each) => each.key === "tier");
  return (taxonomy.dimensions[at]?.values ?? []).flatMap(({ key }, place) =>
    tiers.some((tier) => tier === key)
      ? []
      : [
          {
            field: `dimensions.${at}.values.${place}.key`,
            message: `"${key}" is no tier. The allowed ones are: ${tiers.join(", ")}.`,
          },
        ],
  );
}

/** Start emotions may be stronger words than the labels ("panic"); the planner finds the nearest label. */
function referencesOf({ arcs, scenarios, edgeCases }: Storylines): Reference[] {
  const many = (path: string, dimension: string, values: readonly string[]) =>
    values.map((value, at) => ({ field: `${path}.${at}`, value, dimension }));
  const situation = (
    path: string,
    each: Storylines["scenarios"][number] | Storylines["edgeCases"][number],
  ) => [
    { field: `${path}.topic`, value: each.topic, dimension: "topic" },
    { field: `${path}.outcome`, value: each.outcome, dimension: "outcome" },
    ...many(`${path}.personas`, "persona", each.personas),
    ...many(`${path}.emotions`, "emotion", each.emotions),
  ];
  return [
    ...arcs.flatMap((arc, at) => many(`arcs.${at}.suitsPersonas`, "persona", arc.suitsPersonas)),
    ...scenarios.flatMap((scenario, at) => situation(`scenarios.${at}`, scenario)),
    ...edgeCases.flatMap((edgeCase, at) => [
      ...situation(`edgeCases.${at}`, edgeCase),
      { field: `edgeCases.${at}.arc`, value: edgeCase.arc, dimension: "arc" },
    ]),
  ];
}

function findMissing(
  known: ReadonlyMap<string, readonly string[]>,
  { field, value, dimension }: Reference,
): FieldError[] {
  const allowed = known.get(dimension) ?? [];
  if (allowed.includes(value)) return [];
  return [
    {
      field,
      message: `"${shorten(value, 60)}" is no ${dimension} of this project. ${allowedSentence(allowed)}`,
    },
  ];
}
