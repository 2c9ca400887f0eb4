import * as fc from "fast-check";
import { expect, test } from "vitest";
import { emptyForm, reachSentence, readDollars, readForm, readWhole } from "./generate-form.ts";

test("amounts are read as they are typed", () => {
  expect(readDollars("")).toBeUndefined();
  expect(readDollars(" $5 ")).toBe(5_000_000);
  expect(readDollars("4.50")).toBe(4_500_000);
  expect(readDollars("1,200.5")).toBe(1_200_500_000);
});

test("an amount of nothing, below nothing, absurd or no amount is refused in a sentence", () => {
  expect(readDollars("0")).toMatch(/at least \$0\.01/);
  expect(readDollars("0.001")).toMatch(/at least/);
  expect(readDollars("-3")).toMatch(/below \$0/);
  expect(readDollars("five")).toMatch(/such as 5/);
  expect(readDollars("5,5")).toMatch(/such as 5/);
  expect(readDollars("9999999")).toMatch(/can't be right/);
});

test("every amount in cents comes back as it was meant", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99_999_999 }), (cents) => {
      expect(readDollars((cents / 100).toFixed(2))).toBe(cents * 10_000);
    }),
  );
});

test("whole numbers: empty is none, and what can't be is named", () => {
  expect(readWhole("", 256, "too many")).toBeUndefined();
  expect(readWhole("8", 256, "too many")).toBe(8);
  expect(readWhole("1,000", 5_000, "too many")).toBe(1_000);
  expect(readWhole("10000", 256, "too many")).toBe("too many");
  expect(readWhole("0", 256, "too many")).toMatch(/1 or more/);
  expect(readWhole("2.5", 256, "too many")).toMatch(/whole number/);
  expect(readWhole("-1", 256, "too many")).toMatch(/1 or more/);
});

test("the fields become what is asked for, and nothing else", () => {
  expect(readForm(emptyForm)).toEqual({
    wish: { mode: "live" },
    capMicros: undefined,
    feedback: undefined,
    errors: {},
  });
  const read = readForm({
    ...emptyForm,
    stopAt: "5",
    atATime: "12",
    onlyFirst: "40",
    untilGood: true,
    good: "20",
    candidates: "60",
    wish: "  Shorter.  ",
  });
  expect(read).toEqual({
    wish: { mode: "live", concurrency: 12, limit: 40, target: { good: 20, candidates: 60 } },
    capMicros: 5_000_000,
    feedback: "Shorter.",
    errors: {},
  });
});

test("fewer texts than good ones, missing numbers and long wishes are told at their field", () => {
  const wants = (good: string, candidates: string) =>
    readForm({ ...emptyForm, untilGood: true, good, candidates });
  expect(wants("20", "10").errors).toEqual({ candidates: "20 good ones need at least 20 texts." });
  expect(Object.keys(wants("", "").errors)).toEqual(["good", "candidates"]);
  expect(wants("20", "10").wish.target).toBeUndefined();
  expect(readForm({ ...emptyForm, wish: "x".repeat(2_001) }).errors.wish).toMatch(/2,001/);
  expect(readForm({ ...emptyForm, good: "nonsense" }).errors).toEqual({});
});

test("overnight the vendor decides how many go side by side", () => {
  expect(readForm({ ...emptyForm, overnight: true, atATime: "12" }).wish).toEqual({
    mode: "overnight",
  });
});

test("a stop amount says how far it reaches", () => {
  const estimate = {
    count: 90,
    costMicros: { low: 1_800_000, expected: 2_100_000, high: 2_600_000 },
  };
  expect(reachSentence(estimate, undefined)).toBeNull();
  expect(reachSentence(estimate, 2_600_000)).toBeNull();
  expect(reachSentence(estimate, 2_200_000)).toMatch(/Probably enough/);
  expect(reachSentence(estimate, 1_000_000)).toMatch(/about 42 of 90 conversations/);
  expect(reachSentence(estimate, 10_000)).toMatch(/nothing may be written/);
});
