import { choosableDimensions, type TaxonomyChoice } from "./choice-schema.ts";
import type { Storylines, Taxonomy, TaxonomyDimension } from "./schema.ts";
import { invalidField } from "../errors.ts";
import { slugOfText } from "#/lib/slug.ts";

interface Pack {
  taxonomy: Taxonomy;
  storylines: Storylines;
}

/**
 * The starter content as a project takes it after a choice. Left out values go with the storylines that
 * can't do without them; with personas and topics of one's own, the arcs stay (a course of feelings fits
 * any trade) and the situations of financial advice go. Pure.
 * @throws invalid_input when a dimension would have no value left, or a name comes twice.
 */
export function narrowPack(pack: Pack, choice: TaxonomyChoice): Pack {
  return choice.kind === "own" ? ownPack(pack, choice) : withoutSome(pack, choice.leaveOut);
}

function withoutSome(
  { taxonomy, storylines }: Pack,
  leaveOut: Extract<TaxonomyChoice, { kind: "starter" }>["leaveOut"],
): Pack {
  const dimensions = taxonomy.dimensions.map((dimension) => {
    const choosable = choosableDimensions.find((key) => key === dimension.key);
    if (!choosable) return dimension;
    const gone = new Set(leaveOut[choosable]);
    const values = dimension.values.filter(({ key }) => !gone.has(key));
    if (values.length > 0) return { ...dimension, values };
    throw invalidField(
      `choice.leaveOut.${choosable}`,
      `Every ${choosable} is left out, so nothing could be planned. Nothing was changed; keep at least one.`,
    );
  });
  const kept = (dimension: string) =>
    new Set(dimensions.find(({ key }) => key === dimension)?.values.map(({ key }) => key));
  const [personas, emotions, topics] = [kept("persona"), kept("emotion"), kept("topic")];
  const situations = <
    T extends { topic: string; emotions: string[]; personas: string[]; documents?: string[] },
  >(
    list: T[],
  ) =>
    list.flatMap((each) => {
      const left = {
        ...each,
        personas: each.personas.filter((key) => personas.has(key)),
        emotions: each.emotions.filter((key) => emotions.has(key)),
      };
      const orphan = each.personas.length > 0 && left.personas.length === 0;
      return topics.has(each.topic) && left.emotions.length > 0 && !orphan ? [left] : [];
    });
  return {
    taxonomy: { dimensions },
    storylines: {
      arcs: storylines.arcs.map((arc) => ({
        ...arc,
        suitsPersonas: arc.suitsPersonas.filter((key) => personas.has(key)),
      })),
      // The documents of the sample aren't in this project.
      scenarios: situations(storylines.scenarios).map((each) => ({ ...each, documents: [] })),
      edgeCases: situations(storylines.edgeCases),
    },
  };
}

function ownPack(
  { taxonomy, storylines }: Pack,
  { personas, topics }: Extract<TaxonomyChoice, { kind: "own" }>,
): Pack {
  const own: Record<string, TaxonomyDimension["values"]> = {
    persona: valuesOf(personas, "personas"),
    topic: valuesOf(topics, "topics"),
  };
  return {
    taxonomy: {
      dimensions: taxonomy.dimensions.map((dimension) => ({
        ...dimension,
        values: own[dimension.key] ?? dimension.values,
      })),
    },
    storylines: {
      arcs: storylines.arcs.map((arc) => ({ ...arc, suitsPersonas: [] })),
      scenarios: [],
      edgeCases: [],
    },
  };
}

function valuesOf(
  entered: readonly { label: string; description: string }[],
  field: "personas" | "topics",
): TaxonomyDimension["values"] {
  const names = new Set<string>();
  const keys = new Set<string>();
  return entered.map(({ label, description }, place) => {
    const name = label.toLowerCase();
    if (names.has(name)) {
      throw invalidField(
        `choice.${field}.${place}.label`,
        `"${label}" stands here twice. Nothing was changed; give one of them another name.`,
      );
    }
    names.add(name);
    const key = freeKey(slugOfText(label) || `${field.slice(0, -1)}-${place + 1}`, keys);
    keys.add(key);
    return { key, label, description, weight: 1, attributes: {} };
  });
}

/** Names of another script or with the same letters get a number. */
function freeKey(wanted: string, taken: ReadonlySet<string>): string {
  const base = wanted in Object.prototype ? `${wanted}-1` : wanted;
  let key = base;
  for (let number = 2; taken.has(key); number += 1) key = `${base}-${number}`;
  return key;
}
