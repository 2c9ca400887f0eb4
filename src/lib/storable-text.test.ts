import { expect, test } from "vitest";
import { storableJson, storableText } from "./storable-text.ts";

test("drops NUL and mends broken pairs, and leaves the rest", () => {
  expect(storableText("a\u0000b\uD83Dc 😀 \u2028")).toBe("ab\uFFFDc 😀 \u2028");
});

test("does the same inside a JSON value, keys too", () => {
  expect(storableJson({ "k\u0000": ["\uDE00", "\\u0000", 1, null, "😀"] })).toEqual({
    k: ["\uFFFD", "\\u0000", 1, null, "😀"],
  });
});
