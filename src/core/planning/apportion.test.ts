import { expect, test } from "vitest";
import { apportion } from "./apportion.ts";

test("apportion rounds by the largest remainder, and leaves nobody empty-handed where it can", () => {
  const weights = { a: 47, b: 16, c: 15.9, d: 12, e: 6, f: 3.1 };
  expect(Object.fromEntries(apportion(new Map(Object.entries(weights)), 10))).toEqual({
    a: 5,
    b: 1,
    c: 1,
    d: 1,
    e: 1,
    f: 1,
  });
  // Nobody was rounded up, so nobody gives.
  expect([
    ...apportion(
      new Map([
        ["a", 1000],
        ["b", 1],
      ]),
      3,
    ).values(),
  ]).toEqual([2, 1]);
  expect([
    ...apportion(
      new Map([
        ["a", 2],
        ["b", 0],
      ]),
      3,
    ).values(),
  ]).toEqual([3, 0]);
});
