import * as fc from "fast-check";
import { expect, test } from "vitest";
import { wornPhrases } from "./worn-phrases.ts";
import { wordsOf } from "./words.ts";

const worn = "That is a completely normal thing to feel.";
const set = (count: number, texts: (place: number) => string[]) =>
  Array.from({ length: count }, (_, place) => texts(place));

test("names a phrase once, as long as it is worn", () => {
  const conversations = set(20, (place) =>
    place < 8 ? [`Begins${place}. ${worn} More${place}.`, "Other words."] : [`Alone ${place}.`],
  );
  expect(wornPhrases(conversations)).toEqual([
    { phrase: "that is a completely normal thing to feel", conversations: 8 },
  ]);
});

test("the line is more than 15 % of the conversations, and three at least", () => {
  const within = (uses: number, count: number) =>
    wornPhrases(set(count, (place) => [place < uses ? worn : `Word${place}.`])).length;
  expect(within(15, 100)).toBe(0);
  expect(within(16, 100)).toBe(1);
  expect(within(2, 4)).toBe(0);
  expect(within(3, 4)).toBe(1);
});

test("said often in one conversation is not worn out, and no phrase runs from one text into the next", () => {
  expect(wornPhrases([[worn, worn, worn], ["a"], ["b"]])).toEqual([]);
  expect(wornPhrases(set(5, () => ["one two three", "four five six"]))).toEqual([]);
});

const vocabulary = fc.constantFrom("we", "look", "at", "the", "numbers", "first", "then", "talk");
const text = fc.array(vocabulary, { minLength: 0, maxLength: 25 }).map((words) => words.join(" "));
const conversations = fc.array(fc.array(text, { maxLength: 4 }), { maxLength: 25 });

test("whatever is named stands in that many conversations, over the line, whole and not twice", () => {
  fc.assert(
    fc.property(conversations, (all) => {
      const found = wornPhrases(all);
      expect(found.length).toBeLessThanOrEqual(20);
      for (const { phrase, conversations: count } of found) {
        expect(phrase.split(" ").length).toBeGreaterThanOrEqual(5);
        const stands = all.filter((texts) =>
          texts.some((each) => ` ${wordsOf(each).join(" ")} `.includes(` ${phrase} `)),
        );
        expect(stands).toHaveLength(count);
        expect(count).toBeGreaterThan(all.length * 0.15);
        expect(count).toBeGreaterThanOrEqual(3);
        expect(found.filter((other) => ` ${other.phrase} `.includes(` ${phrase} `))).toHaveLength(
          1,
        );
      }
    }),
  );
});

test("the order of the conversations doesn't matter", () => {
  fc.assert(
    fc.property(conversations, (all) => {
      expect(wornPhrases(all.toReversed())).toEqual(wornPhrases(all));
    }),
  );
});
