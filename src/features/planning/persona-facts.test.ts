import { describe, expect, it } from "vitest";
import { between, listOf, personaFactsOf } from "./persona-facts.ts";

describe("what a card shows of a persona", () => {
  it("reads the attributes that the sample uses", () => {
    const facts = personaFactsOf(
      {
        archetype: "Careful saver",
        ageRange: [24, 33],
        incomeRange: [38_000, 64_000],
        knowledgeLevel: "beginner",
        decisionStyle: "stalls",
        typicalQuestions: ["How much?"],
      },
      "USD",
    );
    expect(facts).toEqual({
      archetype: "Careful saver",
      inBrief: ["Age 24–33", "$38,000–$64,000 a year"],
      background: null,
      traits: [
        { name: "Knowledge", text: "Beginner" },
        { name: "Way of deciding", text: "Stalls" },
      ],
      lists: [{ name: "Asks", items: ["How much?"] }],
    });
  });
  it("shows nothing rather than something odd", () => {
    const facts = personaFactsOf(
      { ageRange: ["24", null], incomeRange: 5, background: 7, concerns: [1, " "], archetype: "" },
      "USD",
    );
    expect(facts).toEqual({
      archetype: null,
      inBrief: [],
      background: null,
      traits: [],
      lists: [],
    });
  });
});

it("reads one text as a list of one", () => {
  expect(listOf("teacher")).toEqual(["teacher"]);
  expect(listOf(undefined)).toEqual([]);
});

it("doesn't repeat equal ends", () => {
  expect(between([4, 4], String)).toBe("4");
  expect(between([4, 6], String)).toBe("4–6");
});
