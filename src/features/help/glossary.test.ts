import { expect, test } from "vitest";
import { findEntries, glossaryEntries } from "./glossary.ts";

test("a word is found by itself, by its other name and by what it is about", () => {
  expect(findEntries("persona").map(({ word }) => word)).toContain("Customer type");
  expect(findEntries("SEED").map(({ word }) => word)).toContain("Sample conversation");
  expect(findEntries("practice free")[0]?.word).toBe("Practice writer");
  expect(findEntries("zebra")).toEqual([]);
  expect(findEntries(" ")).toEqual(glossaryEntries);
});

test("each explanation is short enough to be read beside a field", () => {
  for (const { word, text } of glossaryEntries) {
    expect(text.split(" ").length, word).toBeLessThanOrEqual(40);
  }
});
