import { describe, expect, test } from "vitest";
import { type NamedFigures, verdictOf } from "./verdict-words.ts";
import type { Difference, Pair } from "#/core/comparing/schema.ts";

const share = (count: number, of: number) => ({
  count,
  of,
  share: of > 0 ? count / of : null,
  low: null,
  high: null,
});
const side = (label: string, approved: number, decided: number, mean = 8): NamedFigures => ({
  label,
  approval: share(approved, decided),
  validity: share(19, 20),
  score: { count: 20, mean, low: null, high: null },
});
const chance = (difference: number, moreNeeded: number | null): Difference => ({
  difference,
  low: -1,
  high: 1,
  isChance: true,
  moreNeeded,
});
const clear = (difference: number): Difference => ({
  difference,
  low: 0.1,
  high: 1,
  isChance: false,
  moreNeeded: null,
});
const pair = (given: Partial<Pair>): Pair => ({
  one: 0,
  other: 1,
  approval: null,
  validity: null,
  score: null,
  ...given,
});

describe("verdictOf", () => {
  test("few decisions are said to be few, with a rough number that would tell", () => {
    const sides = [side("A", 14, 20), side("B", 11, 20)];
    expect(verdictOf(sides, pair({ approval: chance(0.15, 143) }))).toEqual([
      "A was approved 14 of 20 times, B 11 of 20: with so few decisions that can be chance. About 140 more decisions on each side would tell, if it stays as great.",
    ]);
  });

  test("the side that does better comes first, whichever it is", () => {
    const sides = [side("A", 5, 20, 6.5), side("B", 18, 20, 8.2)];
    const words = verdictOf(sides, pair({ approval: clear(-0.65), score: clear(-1.7) }));
    expect(words).toEqual([
      "B was approved 18 of 20 times, A 5 of 20: more than chance alone would make of it.",
      "The texts of B score 8.2 on average, those of A 6.5: more than chance alone would make of it.",
    ]);
  });

  test("a side without a decision is named", () => {
    expect(verdictOf([side("A", 1, 2), side("B", 0, 0)], pair({}))[0]).toMatch(/^Of B nothing/);
    expect(verdictOf([side("A", 0, 0), side("B", 0, 0)], pair({}))[0]).toMatch(/^Of A and B/);
  });

  test("in short, what may be chance is left out but for the approvals", () => {
    const sides = [side("A", 2, 4), side("B", 2, 4)];
    const told = pair({
      approval: chance(0, null),
      score: chance(0.1, 20_000),
      validity: clear(0.5),
    });
    expect(verdictOf(sides, told, true)).toHaveLength(2);
    expect(verdictOf(sides, told)[0]).toContain("equally often");
    expect(verdictOf(sides, told)[1]).toContain("So small a difference hardly matters");
  });
});
