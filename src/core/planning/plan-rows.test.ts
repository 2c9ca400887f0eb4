import { beforeAll, describe, expect, test } from "vitest";
import { countValues } from "./apportion.ts";
import type { PlanMaterial } from "./plan-material.ts";
import { planRows } from "./plan-rows.ts";
import { rowPlanSchema } from "../conversations/schema.ts";
import { projectSettingsSchema } from "../projects/schema.ts";
import { samplePlanMaterial } from "../../../test/sample.ts";

let sample: PlanMaterial;
beforeAll(async () => {
  sample = await samplePlanMaterial();
});

const usual = { counts: { template: 40, scenario: 35, edge_case: 15 }, seed: 1 };
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

  test("says in the title what is spoken of and how it moves, or names the situation", () => {
    const { rows } = planRows(sample, usual);
    const titles = Object.groupBy(rows, (row) => row.tier);
    for (const { title } of titles.template ?? []) {
      expect(title).toMatch(/^[A-Z][a-z ]+: [a-z]+ to [a-z]+$/);
    }
    const situations = sample.storylines.scenarios.map(({ label }) => label);
    for (const { title } of titles.scenario ?? []) expect(situations).toContain(title);
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

  test("gives 10,000 rows a reference each", () => {
    const { rows } = planRows(sample, {
      counts: { template: 4_000, scenario: 4_000, edge_case: 2_000 },
      seed: 1,
    });
    expect(rows).toHaveLength(10_000);
    expect(new Set(rows.map((row) => row.reference)).size).toBe(10_000);
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
