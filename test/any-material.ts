import * as fc from "fast-check";
import type { PlanMaterial, StandingRows } from "#/core/planning/plan-material.ts";
import type { PlannedRow } from "#/core/planning/schema.ts";
import { projectSettingsSchema } from "#/core/projects/schema.ts";
import type { Arc, Scenario, TaxonomyDimension } from "#/core/taxonomy/schema.ts";

/** Made-up material for plans: taxonomies of any size, with arcs and scenarios that suit some of it. */

export function dimensionOf(key: string, weights: readonly number[]): TaxonomyDimension {
  return {
    key,
    label: key,
    description: "",
    values: weights.map((weight, place) => ({
      key: `${key}-${place}`,
      label: `${key} ${place}`,
      description: "",
      weight,
      attributes: {},
    })),
  };
}

export function arcOf(emotion: string, suitsPersonas: string[] = []): Arc {
  return {
    key: `from-${emotion}`,
    label: `From ${emotion}`,
    tier: "template",
    description: "",
    start: { emotion, intensity: [0.6, 0.8] },
    middle: null,
    end: { emotion: "relief", intensity: [0.4, 0.6] },
    exchanges: [4, 8],
    phases: [],
    techniques: [],
    avoid: [],
    phrases: [],
    clientShifts: [],
    suitsPersonas,
  };
}

export function scenarioOf(key: string, more: Partial<Scenario> = {}): Scenario {
  return {
    key,
    label: `Scenario ${key}`,
    family: "any",
    description: "",
    complexity: 1,
    topic: "topic-0",
    emotions: ["emotion-0"],
    outcome: "resolved",
    personas: [],
    situation: "",
    documents: [],
    ...more,
  };
}

export function materialOf(
  dimensions: TaxonomyDimension[],
  { arcs, scenarios = [] }: { arcs?: Arc[]; scenarios?: Scenario[] } = {},
): PlanMaterial {
  const emotions = dimensions.find(({ key }) => key === "emotion")?.values ?? [];
  return {
    taxonomy: { dimensions },
    storylines: {
      arcs: arcs ?? emotions.map(({ key }) => arcOf(key)),
      scenarios,
      edgeCases: [],
    },
    documents: new Map(),
    settings: projectSettingsSchema.parse({}),
    language: "en",
    nextNumber: { template: 1, scenario: 1, edge_case: 1 },
  };
}

const weights = (least: number, most: number) =>
  fc
    .array(fc.integer({ min: least, max: most }), { minLength: 1, maxLength: 12 })
    .filter((list) => list.some((weight) => weight > 0));
const sizes = (most: number) =>
  fc.integer({ min: 1, max: most }).map((size) => Array.from({ length: size }, () => 1));

/** Persona, emotion, topic and a dimension of one's own, at any weights. */
export const anyMaterial = fc
  .tuple(weights(0, 12), weights(0, 12), weights(0, 12), weights(0, 12))
  .map(([persona, emotion, topic, own]) =>
    materialOf([
      dimensionOf("persona", persona),
      dimensionOf("emotion", emotion),
      dimensionOf("topic", topic),
      dimensionOf("own", own),
    ]),
  );

/** Equal weights; arcs and scenarios that suit only some personas and emotions, so that pairs are pulled about. */
export const evenMaterial = fc
  .record({
    persona: sizes(8),
    emotion: sizes(12),
    topic: sizes(12),
    suits: fc.array(fc.tuple(fc.nat(11), fc.nat(7)), { minLength: 1, maxLength: 10 }),
  })
  .map(({ persona, emotion, topic, suits }) => {
    const emotionKey = (place: number) => `emotion-${place % emotion.length}`;
    const personaKey = (place: number) => `persona-${place % persona.length}`;
    return materialOf(
      [
        dimensionOf("persona", persona),
        dimensionOf("emotion", emotion),
        dimensionOf("topic", topic),
        dimensionOf("own", [1, 1, 1]),
      ],
      {
        arcs: suits.map(([one, other], place) => ({
          ...arcOf(emotionKey(one), [personaKey(other)]),
          key: `arc-${place}`,
        })),
      },
    );
  });

/** The material with these rows standing, as the database would count them. */
export function withStanding(material: PlanMaterial, rows: readonly PlannedRow[]): PlanMaterial {
  const pairs = new Map<string, Map<string, Map<string, number>>>();
  const drawn = new Map<string, Map<string, number>>();
  const raise = (counts: Map<string, number>, key: string) =>
    counts.set(key, (counts.get(key) ?? 0) + 1);
  const nextNumber = { ...material.nextNumber };
  for (const { labels, plan, tier } of rows) {
    nextNumber[tier] += 1;
    for (const [dimension, value] of Object.entries(labels)) {
      const ofDimension = pairs.get(dimension) ?? new Map<string, Map<string, number>>();
      const persona = labels["persona"] ?? "";
      const ofPersona = raise(ofDimension.get(persona) ?? new Map<string, number>(), value);
      pairs.set(dimension, ofDimension.set(persona, ofPersona));
    }
    const { arc, scenario, edgeCase, userVerbosity, opener } = plan;
    const kinds = { arc, scenario, edgeCase, userVerbosity, opener };
    for (const [kind, value] of Object.entries(kinds)) {
      if (value === undefined) continue;
      drawn.set(kind, raise(drawn.get(kind) ?? new Map<string, number>(), value));
    }
  }
  const standing: StandingRows = { total: rows.length, pairs, drawn };
  return { ...material, nextNumber, standing };
}
