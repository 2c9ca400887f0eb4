import { describe, expect, it } from "vitest";
import { firstForm, isSamePlan, readForm, splitErrors, totalOf } from "./plan-form.ts";

describe("the plan's form", () => {
  it("begins with 40, 35 and 15", () => {
    expect(totalOf(firstForm)).toBe(90);
    expect(readForm(firstForm)).toEqual({
      plan: { counts: { template: 40, scenario: 35, edge_case: 15 }, seed: 1 },
    });
  });
  it("names the field that holds no whole number", () => {
    const form = { counts: { template: "", scenario: 2.5, edge_case: "15" }, seed: "x" };
    expect(readForm(form)).toEqual({
      errors: {
        "counts.template": "Enter a whole number.",
        "counts.scenario": "Enter a whole number.",
        seed: "Enter a whole number.",
      },
    });
    expect(totalOf(form)).toBe(17.5);
  });
  it("knows when the preview is no longer of what is typed", () => {
    const plan = { counts: { template: 1, scenario: 2, edge_case: 3 }, seed: 1 };
    expect(isSamePlan(plan, { ...plan })).toBe(true);
    expect(isSamePlan(plan, { ...plan, seed: 2 })).toBe(false);
    expect(isSamePlan(plan, { ...plan, counts: { ...plan.counts, scenario: 3 } })).toBe(false);
  });
  it("puts the server's errors at their fields and keeps the rest", () => {
    expect(
      splitErrors([
        { field: "counts.scenario", message: "No scenarios." },
        { field: "counts", message: "All are 0." },
        { field: "taxonomy.persona", message: "No persona." },
      ]),
    ).toEqual({
      atFields: { "counts.scenario": "No scenarios." },
      others: ["All are 0.", "No persona."],
    });
  });
});
