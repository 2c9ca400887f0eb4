import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countValues } from "./apportion.ts";
import type { PlanMaterial } from "./plan-material.ts";
import { planRows } from "./plan-rows.ts";
import type { PlannedRow } from "./schema.ts";
import {
  anyMaterial,
  arcOf,
  dimensionOf,
  evenMaterial,
  materialOf,
  scenarioOf,
  withStanding,
} from "../../../test/any-material.ts";
import { sum } from "#/lib/sum.ts";

const templates = (template: number, seed: number) => ({
  counts: { template, scenario: 0, edge_case: 0 },
  seed,
});
const countsOf = (rows: readonly PlannedRow[], key: string) =>
  countValues(rows.map((row) => row.labels[key]));
const pairsOf = (rows: readonly PlannedRow[], one: string, other: string) =>
  countValues(rows.map((row) => `${row.labels[one]} ${row.labels[other]}`));

function expectEven(material: PlanMaterial, rows: readonly PlannedRow[]): void {
  for (const { key, values } of material.taxonomy.dimensions) {
    const counts = values.map((value) => countsOf(rows, key).get(value.key) ?? 0);
    expect(sum(counts)).toBe(rows.length);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    if (rows.length >= values.length) expect(Math.min(...counts)).toBeGreaterThan(0);
  }
}

function expectFewPairs(material: PlanMaterial, rows: readonly PlannedRow[]): void {
  const size = (key: string) =>
    material.taxonomy.dimensions.find((each) => each.key === key)?.values.length ?? 1;
  for (const key of ["emotion", "topic"]) {
    const most = Math.ceil(rows.length / (size("persona") * size(key))) + 1;
    expect(Math.max(...pairsOf(rows, "persona", key).values())).toBeLessThanOrEqual(most);
  }
}

const ninety = () =>
  materialOf([
    dimensionOf(
      "persona",
      Array.from({ length: 7 }, () => 1),
    ),
    dimensionOf(
      "emotion",
      Array.from({ length: 12 }, () => 1),
    ),
    dimensionOf(
      "topic",
      Array.from({ length: 12 }, () => 1),
    ),
  ]);

describe("any taxonomy", () => {
  test("90 rows over 7 personas, 12 emotions and 12 topics use every value evenly, whatever the seed", () => {
    fc.assert(
      fc.property(fc.nat(99_999), (seed) => {
        const { rows } = planRows(ninety(), templates(90, seed));
        expectEven(ninety(), rows);
        expectFewPairs(ninety(), rows);
      }),
      { numRuns: 60 },
    );
  });

  test("equal weights: counts differ by at most one and no pair is crowded, though arcs suit only some", () => {
    fc.assert(
      fc.property(
        evenMaterial,
        fc.integer({ min: 1, max: 200 }),
        fc.nat(999),
        (material, count, seed) => {
          const { rows } = planRows(material, templates(count, seed));
          expect(rows).toHaveLength(count);
          expectEven(material, rows);
          expectFewPairs(material, rows);
        },
      ),
      { numRuns: 120 },
    );
  });

  test("unequal weights: each value is within one row of its share, in every dimension", () => {
    fc.assert(
      fc.property(
        anyMaterial,
        fc.integer({ min: 1, max: 160 }),
        fc.nat(9_999),
        (material, count, seed) => {
          const { rows } = planRows(material, templates(count, seed));
          for (const { key, values } of material.taxonomy.dimensions) {
            const counts = countsOf(rows, key);
            const total = sum(values.map(({ weight }) => weight));
            for (const { key: value, weight } of values) {
              const share = (count * weight) / total;
              const given = counts.get(value) ?? 0;
              expect(Math.abs(given - share)).toBeLessThanOrEqual(1 + 1e-6);
              if (weight === 0) expect(given).toBe(0);
              for (const other of values) {
                const difference = given - (counts.get(other.key) ?? 0);
                if (weight === other.weight) expect(Math.abs(difference)).toBeLessThanOrEqual(1);
                if (weight < other.weight) expect(difference).toBeLessThanOrEqual(0);
              }
            }
          }
        },
      ),
      { numRuns: 120 },
    );
  });

  test("a second plan evens out the first, however lopsided that is", () => {
    fc.assert(
      fc.property(
        evenMaterial,
        fc.record({
          first: fc.integer({ min: 1, max: 20 }),
          second: fc.integer({ min: 0, max: 100 }),
          persona: fc.nat(7),
          emotion: fc.nat(11),
        }),
        fc.nat(999),
        (material, { first, second, persona, emotion }, seed) => {
          const [personas = 1, emotions = 1] = material.taxonomy.dimensions.map(
            ({ values }) => values.length,
          );
          const fixed = {
            persona: `persona-${persona % personas}`,
            emotion: `emotion-${emotion % emotions}`,
          };
          const before = planRows(material, { ...templates(first, seed), fixed }).rows;
          for (const row of before) expect(row.labels).toMatchObject(fixed);
          // So many that the fullest value's share is reached again.
          const count = first * Math.max(personas, emotions) + second;
          const after = planRows(withStanding(material, before), templates(count, seed)).rows;
          expect(after).toHaveLength(count);
          expectEven(material, [...before, ...after]);
        },
      ),
      { numRuns: 80 },
    );
  });

  test("two plans of 90 are as even as one of 180, in pairs too", () => {
    fc.assert(
      fc.property(fc.nat(99_999), fc.nat(99_999), (one, other) => {
        const before = planRows(ninety(), templates(90, one)).rows;
        const after = planRows(withStanding(ninety(), before), templates(90, other)).rows;
        expectEven(ninety(), [...before, ...after]);
        expectFewPairs(ninety(), [...before, ...after]);
        const drawn = (row: PlannedRow) => JSON.stringify([row.plan.seed, row.plan.person]);
        const together = new Set([...before, ...after].map(drawn));
        expect(together.size).toBe(180);
      }),
      { numRuns: 40 },
    );
  });
});

describe("a slice", () => {
  const scenarios = [
    scenarioOf("a", { topic: "topic-1" }),
    scenarioOf("b", { topic: "topic-2", personas: ["persona-1"] }),
    scenarioOf("c", { topic: "topic-2", personas: ["persona-0"] }),
  ];
  const dimensions = ["persona", "emotion", "topic", "own"].map((key) =>
    dimensionOf(key, [1, 1, 1]),
  );
  const material = materialOf(dimensions, { scenarios });

  test("gives every row the fixed values and spreads the rest", () => {
    const fixed = { topic: "topic-2", persona: "persona-0", own: "own-1" };
    const { rows, warnings } = planRows(material, {
      counts: { template: 3, scenario: 2, edge_case: 0 },
      seed: 1,
      fixed,
    });
    for (const row of rows) expect(row.labels).toMatchObject(fixed);
    expect(countsOf(rows, "emotion").size).toBe(3);
    // Both are about the topic; the one that suits the persona comes first.
    expect(rows.flatMap(({ plan }) => plan.scenario ?? []).sort()).toEqual(["b", "c"]);
    expect(warnings.filter((sentence) => sentence.includes("no row"))).toEqual([]);
  });

  test("marks a scenario that isn't about the topic, and forbids nothing", () => {
    const { rows } = planRows(material, {
      counts: { template: 0, scenario: 1, edge_case: 0 },
      seed: 1,
      fixed: { topic: "topic-0" },
    });
    expect(rows[0]?.labels["topic"]).toBe("topic-0");
    expect(rows[0]?.plan.oddPair).toMatch(/isn't usually written with .*topic 0/);
  });

  test("is refused for what plans don't draw on, in words", () => {
    const retired = new Map([["persona", new Map([["gone", "Gone Gary"]])]]);
    const refusal = (fixed: Record<string, string>) => {
      try {
        planRows({ ...material, retired }, { ...templates(3, 1), fixed });
      } catch (error) {
        return error;
      }
      return undefined;
    };
    const field = (name: string, message: RegExp) => ({
      code: "invalid_input",
      fields: [{ field: `fixed.${name}`, message: expect.stringMatching(message) }],
    });
    expect(refusal({ mood: "x" })).toMatchObject(field("mood", /no dimension "mood"/));
    expect(refusal({ own: "x" })).toMatchObject(field("own", /no value "x"/));
    expect(refusal({ persona: "gone" })).toMatchObject(field("persona", /"Gone Gary".*is retired/));
    expect(refusal({ content_category: "x" })).toMatchObject(
      field("content_category", /documents/),
    );
    expect(refusal({ tier: "edge_case" })).toMatchObject(field("tier", /another are counted too/));
    expect(refusal({ tier: "template" })).toBeUndefined();
  });
});

describe("what a plan says", () => {
  test("too few rows: how many each dimension would need", () => {
    const material = materialOf([
      dimensionOf("persona", [1, 1, 1, 1, 1, 1, 1]),
      dimensionOf("emotion", [1, 1]),
      dimensionOf("topic", [20, 1]),
    ]);
    const { warnings } = planRows(material, templates(3, 1));
    expect(warnings).toContainEqual(
      "3 rows can't cover every value. To use each at least once it takes: persona 7.",
    );
    expect(warnings).toContainEqual(
      expect.stringMatching(/^persona: "persona \d", .* get no row\.$/),
    );
    // What stands counts: 3 and 4 more are enough.
    const standing = withStanding(material, planRows(material, templates(3, 1)).rows);
    expect(planRows(standing, templates(4, 1)).warnings.join(" ")).not.toContain("no row");
  });

  test("a retired value that rows and scenarios still carry is named", () => {
    const full = materialOf(["persona", "emotion", "topic"].map((key) => dimensionOf(key, [1, 1])));
    const before = planRows(full, templates(4, 1)).rows;
    const [persona, emotion, topic] = full.taxonomy.dimensions;
    if (!persona || !emotion || !topic) throw new Error("three dimensions were made");
    const kept = { ...topic, values: topic.values.slice(0, 1) };
    const material = {
      ...materialOf([persona, emotion, kept], {
        arcs: [arcOf("emotion-0")],
        scenarios: [scenarioOf("s", { topic: "topic-1" })],
      }),
      retired: new Map([["topic", new Map([["topic-1", "Old tax"]])]]),
    };
    const { rows, warnings } = planRows(withStanding(material, before), {
      counts: { template: 2, scenario: 1, edge_case: 0 },
      seed: 1,
    });
    expect(countsOf(rows, "topic")).toEqual(new Map([["topic-0", 3]]));
    expect(warnings).toContainEqual(
      expect.stringMatching(/^2 planned rows still carry "Old tax" \(topic\), which is retired/),
    );
    expect(warnings).toContainEqual(
      expect.stringMatching(/"Scenario s" names the topic "Old tax"/),
    );
  });
});
