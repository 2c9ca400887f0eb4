import { expect, it } from "vitest";
import { nameOfDimension, partDimensions, textOfDimension } from "./dimension-text.ts";

it.each([
  ["key_terms", "Key terms"],
  ["chunkType", "Chunk type"],
  ["intent", "Intent"],
])("%s is called %s", (key, name) => expect(nameOfDimension(key)).toBe(name));

it.each([
  ["  plain ", "plain"],
  ["-", null],
  ["", null],
  [null, null],
  [0, "0"],
  [false, "no"],
  [["debt", "-", "budget"], "debt, budget"],
  [[], null],
  [{ step_one: "look", two: null }, "Step one: look"],
  [{}, null],
])("%j reads as %j", (value, text) => expect(textOfDimension(value)).toBe(text));

it("says once what all passages share", () => {
  const passages = [
    { dimensions: { audience: "beginner", intent: "teach", note: "-" } },
    { dimensions: { audience: "beginner", intent: "warn" } },
  ];
  expect(partDimensions(passages)).toEqual({
    shared: [{ key: "audience", text: "beginner" }],
    own: [[{ key: "intent", text: "teach" }], [{ key: "intent", text: "warn" }]],
  });
  expect(partDimensions([])).toEqual({ shared: [], own: [] });
});
