import { expect, test } from "vitest";
import { countWords, wordsOf } from "./words.ts";

test.each([
  ["", 0],
  ["  \n\t ", 0],
  ["— … !? *", 0],
  ["don't", 1],
  ["don’t", 1],
  ["$1,200", 1],
  ["20-150", 1],
  ["That is $312.50 a month.", 5],
  ["well-known facts", 2],
  ["debt—every month", 3],
  ["one,two", 2],
  ["end.Next", 2],
  ["and/or", 2],
  ["the U.S. tax code", 4],
  ["at 9:15 PM", 3],
  ["a **bold** word", 3],
  ["über naïve café", 3],
  ["l'été dernier", 2],
  ["नमस्ते दुनिया", 2],
])("%j has %i words", (text, count) => {
  expect(countWords(text)).toBe(count);
});

test("scripts without spaces are parted by the dictionary", () => {
  expect(wordsOf("東京に住む 2025 budget")).toEqual(["東京", "に", "住む", "2025", "budget"]);
});
