import { expect, test } from "vitest";
import { saidBy } from "./vendor-faults.ts";

test.each([
  ["a pair across the cut", `${"a".repeat(299)}${"😀".repeat(9)}`, `${"a".repeat(299)}😀…`],
  ["pairs alone", "😀".repeat(301), `${"😀".repeat(300)}…`],
  ["as many as fit", "😀".repeat(300), "😀".repeat(300)],
  ["NUL and half a pair", "a\u0000b\ud83d c\n d", "ab\uFFFD c d"],
])("a vendor's words can be stored, whatever they are: %s", (_, words, shown) => {
  expect(saidBy(words)).toBe(` It says: "${shown}".`);
});

test("no words are no sentence", () => {
  expect(saidBy(" \u0000\n")).toBe("");
});
