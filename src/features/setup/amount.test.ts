import { expect, test } from "vitest";
import { countsOf } from "./amount.ts";
import { setupSchema } from "#/core/projects/schema.ts";
import { readStarterPack } from "#/core/taxonomy/starter-pack.ts";

const { storylines } = await readStarterPack();
const setup = setupSchema.parse({});

test("ninety, spread as usual; what can't be planned goes to the arcs", () => {
  expect(countsOf(setup, storylines)).toEqual({ template: 40, scenario: 35, edge_case: 15 });
  const own = { ...storylines, scenarios: [], edgeCases: [] };
  expect(countsOf(setup, own)).toEqual({ template: 90, scenario: 0, edge_case: 0 });
});

test("what was chosen holds", () => {
  const counts = { template: 1, scenario: 2, edge_case: 0 };
  expect(countsOf({ ...setup, counts }, storylines)).toEqual(counts);
});
