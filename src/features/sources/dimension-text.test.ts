import { expect, it } from "vitest";
import { nameOfDimension, textOfDimension } from "./dimension-text.ts";

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
