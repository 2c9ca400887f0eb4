import { expect, test } from "vitest";
import { excerptAt, placeAt, shorten } from "./text-place.ts";

test("counts lines of every kind of line end", () => {
  const text = "a\r\nb\rc\nd";
  expect(placeAt(text, 0)).toEqual({ line: 1, column: 1 });
  expect(placeAt(text, 3)).toEqual({ line: 2, column: 1 });
  expect(placeAt(text, 5)).toEqual({ line: 3, column: 1 });
  expect(placeAt(text, 8)).toEqual({ line: 4, column: 2 });
});

test("names what stands at a place", () => {
  expect(excerptAt('["a", maybe, 1]\nnext', 6)).toBe("maybe, 1]");
  expect(excerptAt("ab", 2)).toBe("the end of the file");
  expect(excerptAt("ab\ncd", 2)).toBe("the end of the line");
});

test("shortens at a word and never in the middle of a pair", () => {
  expect(shorten("one  two\nthree", 20)).toBe("one two three");
  expect(shorten("one two three four", 12)).toBe("one two…");
  expect(shorten("abcdefg😀hij", 9)).toBe("abcdefg…");
});
