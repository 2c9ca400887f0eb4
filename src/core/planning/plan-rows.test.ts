import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { apportion, countValues, sum } from "./apportion.ts";
import type { PlanMaterial } from "./plan-material.ts";
import { planRows } from "./plan-rows.ts";
import { rowPlanSchema } from "../conversations/schema.ts";
import { projectSettingsSchema } from "../projects/schema.ts";
import type { Arc } from "../taxonomy/schema.ts";
import { samplePlanMaterial } from "../../../test/sample.ts";

let sample: PlanMaterial;
beforeAll(async () => {
  sample = await samplePlanMaterial();
});

const usual = { counts: { template: 40, scenario: 35, edge_case: 15 }, seed: 1 };
const templateOnly = (template: number, seed: number) => ({
  counts: { template, scenario: 0, edge_case: 0 },
  seed,
});

describe("the plan of the sample", () => {
  test("has 40 / 35 / 15 rows and every persona, emotion and topic", () => {
    const { rows } = planRows(sample, usual);
    expect(Object.fromEntries(countValues(rows.map((row) => row.tier)))).toEqual({
      template: 40,
      scenario: 35,
      edge_case: 15,
    });
    for (const key of ["persona", "emotion", "topic"]) {
      const values = sample.taxonomy.dimensions.find((dimension) => dimension.key === key)?.values;
      const used = new Set(rows.map((row) => row.labels[key]));
      expect([...used].sort()).toEqual(values?.map((value) => value.key).sort());
    }
  });

  test("gives personas, emotions, intents and tones equal shares, whatever the seed", () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const { rows } = planRows(sample, { ...usual, seed });
      for (const key of ["persona", "emotion", "intent", "tone"]) {
        const counts = [...countValues(rows.map((row) => row.labels[key])).values()];
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }
    }
  });

  test("fills nearly all pairs of persona and emotion, and none more than twice", () => {
    const { rows } = planRows(sample, usual);
    const pairs = countValues(
      rows.map((row) => `${row.labels["persona"]} ${row.labels["emotion"]}`),
    );
    expect(pairs.size).toBeGreaterThanOrEqual(76);
    expect(Math.max(...pairs.values())).toBeLessThanOrEqual(2);
  });

  test("grounds each scenario row in its own documents, and takes its topic and category from there", () => {
    const { rows } = planRows(sample, usual);
    const scenarios = new Map(
      sample.storylines.scenarios.map((scenario) => [scenario.key, scenario]),
    );
    const grounded = rows.filter((row) => row.tier === "scenario");
    for (const row of grounded) {
      const scenario = scenarios.get(row.plan.scenario ?? "");
      expect(row.labels["topic"]).toBe(scenario?.topic);
      expect(row.chunkIds.length).toBeGreaterThan(0);
      expect(row.labels["content_category"]).toBeDefined();
      for (const id of row.chunkIds) expect(scenario?.documents).toContain(id.split("#")[0]);
    }
    expect(new Set(grounded.map((row) => row.plan.scenario)).size).toBe(
      Math.min(35, sample.storylines.scenarios.length),
    );
  });

  test("gives every arc-driven row an arc, every edge case its own one, and marks odd pairs only", () => {
    const { rows, warnings } = planRows(sample, usual);
    const edgeCases = new Map(sample.storylines.edgeCases.map((edge) => [edge.key, edge.arc]));
    for (const row of rows) {
      if (row.tier === "template") expect(row.plan.arc).toBeDefined();
      if (row.tier === "edge_case")
        expect(row.plan.arc).toBe(edgeCases.get(row.plan.edgeCase ?? ""));
      expect(rowPlanSchema.parse(row.plan)).toEqual(row.plan);
    }
    const odd = rows.filter((row) => row.plan.oddPair !== undefined);
    expect(odd.length).toBeLessThan(30);
    expect(warnings.join(" ")).toContain(`${odd.length} rows pair labels`);
  });

  test("spreads even message counts over each tier's band", () => {
    const { rows } = planRows(sample, usual);
    const counts = (tier: string) =>
      [
        ...new Set(rows.filter((row) => row.tier === tier).map((row) => row.plan.messageCount)),
      ].sort((one, other) => one - other);
    expect(counts("template")).toEqual([8, 10, 12, 14, 16]);
    expect(counts("scenario")).toEqual([10, 12, 14, 16]);
    expect(counts("edge_case")).toEqual([8, 10, 12]);
  });

  test("draws people from their persona's ranges and gives no name to more than 5 % of the rows", () => {
    const { rows } = planRows(sample, usual);
    const personas = sample.taxonomy.dimensions.find(({ key }) => key === "persona")?.values ?? [];
    for (const row of rows) {
      const attributes =
        personas.find(({ key }) => key === row.labels["persona"])?.attributes ?? {};
      const { person } = row.plan;
      expect(attributes["firstNames"]).toContain(person.firstName);
      expect(attributes["occupations"]).toContain(person.occupation);
      const [youngest = 0, oldest = 0] = attributes["ageRange"] as number[];
      expect(person.age).toBeGreaterThanOrEqual(youngest);
      expect(person.age).toBeLessThanOrEqual(oldest);
    }
    const names = countValues(rows.map((row) => row.plan.person.firstName));
    expect(Math.max(...names.values()) / rows.length).toBeLessThanOrEqual(0.05);
  });

  test("says in the title who speaks of what, and how it moves", () => {
    const { rows } = planRows(sample, usual);
    expect(rows.map((row) => row.title)).toContainEqual(
      expect.stringMatching(/^[A-Z][\w -]+ on [a-z ]+: [a-z]+ to [a-z]+$/),
    );
    expect(rows.map((row) => row.reference).slice(38, 42)).toEqual([
      "T-039",
      "T-040",
      "S-001",
      "S-002",
    ]);
  });

  test("is the same for the same seed, and another for another", () => {
    expect(planRows(sample, usual)).toEqual(planRows(sample, usual));
    expect(planRows(sample, { ...usual, seed: 2 }).rows).not.toEqual(planRows(sample, usual).rows);
  });

  test("continues after the rows that are there", () => {
    const material = { ...sample, nextNumber: { template: 41, scenario: 1000, edge_case: 1 } };
    const { rows } = planRows(material, {
      counts: { template: 1, scenario: 1, edge_case: 1 },
      seed: 1,
    });
    expect(rows.map((row) => row.reference)).toEqual(["T-041", "S-1000", "E-001"]);
  });

  test("takes at most 3 seconds for 10,000 rows", () => {
    const start = performance.now();
    const { rows } = planRows(sample, {
      counts: { template: 4_000, scenario: 4_000, edge_case: 2_000 },
      seed: 1,
    });
    expect(rows).toHaveLength(10_000);
    expect(new Set(rows.map((row) => row.reference)).size).toBe(10_000);
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});

describe("bad input", () => {
  const refusal = (material: PlanMaterial, counts = usual.counts) => {
    try {
      planRows(material, { counts, seed: 1 });
    } catch (error) {
      return error;
    }
    return undefined;
  };

  test("names the counts when all are 0, and when there are too many together", () => {
    expect(refusal(sample, { template: 0, scenario: 0, edge_case: 0 })).toMatchObject({
      code: "invalid_input",
      fields: [{ field: "counts" }],
    });
    expect(refusal(sample, { template: 9_000, scenario: 1_001, edge_case: 0 })).toMatchObject({
      fields: [{ field: "counts", message: expect.stringContaining("10,001") }],
    });
  });

  test("names the dimension that has no value", () => {
    expect(refusal({ ...sample, taxonomy: { dimensions: [] } })).toMatchObject({
      fields: [{ field: "taxonomy.persona" }],
    });
    const dimensions = sample.taxonomy.dimensions.map((dimension) =>
      dimension.key === "emotion" ? { ...dimension, values: [] } : dimension,
    );
    expect(refusal({ ...sample, taxonomy: { dimensions } })).toMatchObject({
      fields: [{ field: "taxonomy.emotion", message: expect.stringContaining("no emotion") }],
    });
  });

  test("names the tier that nothing can be written from", () => {
    const storylines = { arcs: [], scenarios: [], edgeCases: [] };
    const bare = { ...sample, storylines };
    expect(refusal(bare)).toMatchObject({ fields: [{ field: "counts.template" }] });
    expect(refusal(bare, { template: 0, scenario: 3, edge_case: 0 })).toMatchObject({
      fields: [{ field: "counts.scenario", message: expect.stringContaining("no scenarios") }],
    });
    expect(refusal(bare, { template: 0, scenario: 0, edge_case: 3 })).toMatchObject({
      fields: [{ field: "counts.edge_case" }],
    });
  });

  test("names the setting whose band holds no even number", () => {
    const settings = projectSettingsSchema.parse({ messageCount: { template: [9, 9] } });
    expect(refusal({ ...sample, settings })).toMatchObject({
      fields: [{ field: "settings.messageCount.template" }],
    });
  });

  test("plans with a dimension of one value, and says that every row gets it", () => {
    const dimensions = sample.taxonomy.dimensions.map((dimension) =>
      dimension.key === "tone" ? { ...dimension, values: dimension.values.slice(0, 1) } : dimension,
    );
    const { rows, warnings } = planRows({ ...sample, taxonomy: { dimensions } }, usual);
    expect(new Set(rows.map((row) => row.labels["tone"])).size).toBe(1);
    expect(warnings).toContainEqual(expect.stringContaining("Tone has only one value"));
  });

  test("names the documents that a scenario lacks", () => {
    const { rows, warnings } = planRows({ ...sample, documents: new Map() }, usual);
    expect(rows.every((row) => row.chunkIds.length === 0)).toBe(true);
    expect(warnings.join(" ")).toContain("debt-playbook");
  });
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
          ...sample,
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
