import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { checkReferences } from "../taxonomy/check-references.ts";
import { listStarterPacks, readStarterPack } from "../taxonomy/starter-pack.ts";
import { planRows } from "./plan-rows.ts";
import { projectSettingsSchema, starterPackKeys } from "../projects/schema.ts";

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());

describe.each(starterPackKeys)("the pack %s", (key) => {
  test("names nothing that isn't there and holds what a trade needs", async () => {
    const { taxonomy, storylines } = await readStarterPack(key);
    expect(checkReferences(taxonomy, storylines)).toEqual([]);
    expect(taxonomy.dimensions).toHaveLength(8);
    expect(storylines.arcs.length).toBeGreaterThanOrEqual(4);
    expect(storylines.scenarios.length).toBeGreaterThanOrEqual(6);
    expect(storylines.edgeCases.length).toBeGreaterThanOrEqual(3);
    const personas = taxonomy.dimensions.find((each) => each.key === "persona")?.values ?? [];
    const fields = [
      "archetype",
      "ageRange",
      "occupations",
      "incomeRange",
      "background",
      "knowledgeLevel",
      "communicationStyle",
      "emotionalBaseline",
      "decisionStyle",
      "typicalQuestions",
      "concerns",
      "languagePatterns",
      "firstNames",
    ];
    for (const persona of personas) {
      expect(Object.keys(persona.attributes)).toEqual(expect.arrayContaining(fields));
    }
  });
});

/** Twenty rows of a young project, whose scenarios lean on one document. */
async function planTwenty(key: "physiotherapy" | "renovation", seed: number) {
  const { taxonomy, storylines } = await readStarterPack(key);
  const chunks = [{ id: "1", heading: "House rules", content: "Ask first." }];
  const scenarios = storylines.scenarios.map((each) => ({ ...each, documents: ["paper"] }));
  const material = {
    taxonomy,
    storylines: { ...storylines, scenarios },
    documents: new Map([["paper", { category: null, chunks }]]),
    settings: projectSettingsSchema.parse({}),
    language: "en",
    nextNumber: { template: 1, scenario: 1, edge_case: 1 },
  };
  return planRows(material, { counts: { template: 9, scenario: 8, edge_case: 3 }, seed });
}

test.each(["physiotherapy", "renovation"] as const)(
  "twenty rows of %s are planned without a warning, whatever the seed",
  async (key) => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const { rows, warnings } = await planTwenty(key, seed);
      expect(rows).toHaveLength(20);
      expect(warnings).toEqual([]);
    }
  },
);

test("the list tells what each pack holds, the complete one first", async () => {
  const packs = await listStarterPacks({ ctx: world.ctx });
  expect(packs.map(({ key }) => key)).toEqual([...starterPackKeys]);
  expect(packs[0]?.counts).toMatchObject({ personas: 7, arcs: 17, scenarios: 35, edgeCases: 15 });
  for (const { label, description } of packs)
    expect(label.length * description.length).toBeGreaterThan(0);
});

test("the complete pack has every arc and family that the domain asks for", async () => {
  const { storylines } = await readStarterPack();
  const arcs = [
    "triumph",
    "struggle-to-success",
    "plateau-to-breakthrough",
    "emergency-to-calm",
    "exploratory-discovery",
    "confusion-to-clarity",
    "shame-to-acceptance",
    "conflict-to-alignment",
    "anxiety-to-confidence",
    "grief-to-healing",
    "fear-to-confidence",
    "overwhelm-to-empowerment",
    "guilt-to-permission",
    "frustration-to-relief",
    "crisis-to-referral",
    "hostility-to-boundary",
    "overwhelm-to-triage",
  ];
  expect(storylines.arcs.map(({ key }) => key).toSorted()).toEqual(arcs.toSorted());
  const families = (list: readonly { family: string }[]) =>
    [...new Set(list.map(({ family }) => family))].toSorted();
  expect(families(storylines.edgeCases)).toEqual([
    "conflicting-goals",
    "crisis",
    "legal",
    "overwhelm",
    "therapeutic",
  ]);
  expect(families(storylines.scenarios)).toEqual([
    "culture-and-values",
    "high-stakes",
    "life-transition",
    "multiple-factors",
  ]);
});
