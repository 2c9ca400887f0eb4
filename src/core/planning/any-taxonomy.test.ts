import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apportion, countValues } from "./apportion.ts";
import type { PlanMaterial } from "./plan-material.ts";
import { planRows } from "./plan-rows.ts";
import { projectSettingsSchema } from "../projects/schema.ts";
import type { Arc } from "../taxonomy/schema.ts";
import { sum } from "#/lib/sum.ts";

const templateOnly = (template: number, seed: number) => ({
  counts: { template, scenario: 0, edge_case: 0 },
  seed,
});

const arcOf = (emotion: string): Arc => ({
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
  suitsPersonas: [],
});

const bare = {
  documents: new Map(),
  settings: projectSettingsSchema.parse({}),
  language: "en",
  nextNumber: { template: 1, scenario: 1, edge_case: 1 },
};

const dimension = (key: string) =>
  fc
    .array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 9 })
    .filter((weights) => weights.some((weight) => weight > 0))
    .map((weights) => ({
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
    }));

const anyMaterial = fc
  .record({
    persona: dimension("persona"),
    emotion: dimension("emotion"),
    topic: dimension("topic"),
    own: dimension("own"),
  })
  .map(({ persona, emotion, topic, own }): PlanMaterial => ({
    taxonomy: { dimensions: [persona, emotion, topic, own] },
    storylines: { arcs: emotion.values.map(({ key }) => arcOf(key)), scenarios: [], edgeCases: [] },
    documents: new Map(),
    settings: projectSettingsSchema.parse({}),
    language: "en",
    nextNumber: { template: 1, scenario: 1, edge_case: 1 },
  }));

describe("any taxonomy", () => {
  test("keeps weights: equal ones differ by at most one, and all are used where the count allows", () => {
    fc.assert(
      fc.property(
        anyMaterial,
        fc.integer({ min: 1, max: 120 }),
        fc.nat(9_999),
        (material, count, seed) => {
          const { rows } = planRows(material, templateOnly(count, seed));
          expect(rows).toHaveLength(count);
          for (const { key, values } of material.taxonomy.dimensions) {
            const counts = countValues(rows.map((row) => row.labels[key]));
            const weighted = values.filter((value) => value.weight > 0);
            expect(sum([...counts.values()])).toBe(count);
            for (const value of values)
              if (value.weight === 0) expect(counts.get(value.key)).toBeUndefined();
            for (const one of weighted) {
              if (count >= weighted.length) expect(counts.get(one.key) ?? 0).toBeGreaterThan(0);
              for (const other of weighted) {
                const difference = (counts.get(one.key) ?? 0) - (counts.get(other.key) ?? 0);
                if (one.weight === other.weight)
                  expect(Math.abs(difference)).toBeLessThanOrEqual(1);
                if (one.weight < other.weight) expect(difference).toBeLessThanOrEqual(0);
              }
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test("pairs values of equal weight as evenly as the counts allow", () => {
    const equal = fc.tuple(
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 200 }),
      fc.nat(999),
    );
    fc.assert(
      fc.property(equal, ([personas, emotions, count, seed]) => {
        const values = (key: string, size: number) => ({
          key,
          label: key,
          description: "",
          values: Array.from({ length: size }, (_, place) => ({
            key: `${key}-${place}`,
            label: key,
            description: "",
            weight: 1,
            attributes: {},
          })),
        });
        const emotion = values("emotion", emotions);
        const material: PlanMaterial = {
          ...bare,
          taxonomy: { dimensions: [values("persona", personas), emotion, values("topic", 5)] },
          storylines: {
            arcs: emotion.values.map(({ key }) => arcOf(key)),
            scenarios: [],
            edgeCases: [],
          },
        };
        const { rows } = planRows(material, templateOnly(count, seed));
        for (const [one, other] of [
          ["persona", "emotion"],
          ["persona", "topic"],
        ] as const) {
          const ones = countValues(rows.map((row) => row.labels[one]));
          const others = countValues(rows.map((row) => row.labels[other]));
          const pairs = countValues(rows.map((row) => `${row.labels[one]} ${row.labels[other]}`));
          for (const [first, size] of ones) {
            for (const [second, share] of others) {
              const even = (size * share) / count;
              const found = pairs.get(`${first} ${second}`) ?? 0;
              expect(Math.abs(found - even)).toBeLessThan(1.01);
            }
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});

test("apportion rounds by the largest remainder", () => {
  const counts = apportion(
    new Map([
      ["a", 47],
      ["b", 16],
      ["c", 15.9],
      ["d", 12],
      ["e", 6],
      ["f", 3.1],
    ]),
    10,
  );
  expect(Object.fromEntries(counts)).toEqual({ a: 4, b: 2, c: 1, d: 1, e: 1, f: 1 });
});
