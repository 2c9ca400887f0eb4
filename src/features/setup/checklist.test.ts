import { expect, test } from "vitest";
import { checklistOf } from "./checklist.ts";
import { voiceSchema } from "#/core/projects/schema.ts";

const none = { documents: 0, seeds: 0, planned: 0 };
const missing = (voice: object, standing = none) =>
  checklistOf({ voice: voiceSchema.parse(voice) }, standing)
    .filter(({ isDone }) => !isDone)
    .map(({ step }) => step);

test("what there is counts, not what was clicked through", () => {
  expect(missing({})).toEqual(["business", "voice", "seeds", "documents", "amount"]);
  expect(missing({ business: "Lind", trade: "cakes" })).toEqual([
    "voice",
    "seeds",
    "documents",
    "amount",
  ]);
  expect(missing({ business: "Lind", trade: "cakes", principles: ["  "] })).toContain("voice");
  expect(
    missing(
      { business: "Lind", trade: "cakes", tone: "dry" },
      { documents: 1, seeds: 2, planned: 3 },
    ),
  ).toEqual([]);
});
