import { expect, test } from "vitest";
import { newLinesOf, withProposal } from "./voice-words.ts";
import { voiceSchema } from "#/core/projects/schema.ts";

const voice = voiceSchema.parse({ tone: "dry", principles: ["Ask first", ""] });

test("a text is replaced, and lines come after those that stand there", () => {
  const from = "";
  expect(withProposal(voice, { field: "tone", lines: ["warm"], from }).tone).toBe("warm");
  expect(
    withProposal(voice, { field: "yearsExperience", lines: ["7"], from }).yearsExperience,
  ).toBe(7);
  const lines = ["ask first", "Go slowly"];
  expect(withProposal(voice, { field: "principles", lines, from }).principles).toEqual([
    "Ask first",
    "Go slowly",
  ]);
});

test("what stands there already is no proposal any more", () => {
  const from = "";
  expect(newLinesOf(voice, { field: "tone", lines: ["dry"], from })).toEqual([]);
  expect(newLinesOf(voice, { field: "principles", lines: ["Ask first"], from })).toEqual([]);
  expect(newLinesOf(voice, { field: "name", lines: ["Mara"], from })).toEqual(["Mara"]);
});
