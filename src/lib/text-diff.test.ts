import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compareTexts, type DiffSide, foldSame } from "./text-diff.ts";

const textOf = (side: DiffSide | null) => side?.parts.map(({ text }) => text).join("");

test("a changed line shows its changed words, added and removed lines stand alone", () => {
  const lines = compareTexts("same\nold word here\ngone", "same\nnew word here\nadded\nmore");
  expect(lines.map(({ isChanged }) => isChanged)).toEqual([false, true, true, true]);
  expect(lines[1]?.before?.parts.filter((part) => part.isChanged)).toEqual([
    { text: "old", isChanged: true },
  ]);
  expect(lines[1]?.after?.parts.filter((part) => part.isChanged)).toEqual([
    { text: "new", isChanged: true },
  ]);
  expect(lines[3]).toMatchObject({ before: null, after: { number: 4 } });
});

test("equal texts have no changed line", () => {
  expect(compareTexts("a\n\nb\n", "a\n\nb\n").every(({ isChanged }) => !isChanged)).toBe(true);
});

const line = fc.constantFrom("", "a", "b c", "b d", "{{topic}}", " ");
const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join("\n"));

test("each side, joined, is the text itself, its lines numbered in order", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = compareTexts(before, after);
      for (const [key, whole] of [
        ["before", before],
        ["after", after],
      ] as const) {
        const sides = lines.flatMap((each) => each[key] ?? []);
        expect(sides.map(textOf).join("\n")).toBe(whole);
        expect(sides.map(({ number }) => number)).toEqual(sides.map((_, place) => place + 1));
      }
    }),
  );
});

test("folding keeps every changed line and loses none of the count", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = compareTexts(before, after);
      const blocks = foldSame(lines, 1);
      const shown = blocks.flatMap((block) => (block.kind === "lines" ? block.lines : []));
      const hidden = blocks.flatMap((block) => (block.kind === "same" ? [block.count] : []));
      expect(shown.filter(({ isChanged }) => isChanged)).toEqual(
        lines.filter(({ isChanged }) => isChanged),
      );
      expect(shown.length + hidden.reduce((sum, count) => sum + count, 0)).toBe(lines.length);
    }),
  );
});
