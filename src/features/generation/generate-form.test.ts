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
    texts: null,
    mostForOneMicros: 70_000,
  };
  expect(reachSentence(estimate, undefined)).toBeNull();
  expect(reachSentence(estimate, 2_600_000)).toBeNull();
  expect(reachSentence(estimate, 2_200_000)).toMatch(/Probably enough for all/);
  expect(reachSentence(estimate, 1_000_000)).toMatch(/about 40 of 90 conversations/);
  expect(reachSentence(estimate, 70_000)).toMatch(/about 1 of 90 conversations/);
  expect(reachSentence(estimate, 69_999)).toBe(
    "One call may need up to $0.07, so nothing would be sent.",
  );
});

test("of few conversations each may need much more than it costs, also above the range", () => {
  const one = {
    count: 1,
    costMicros: { low: 20_000, expected: 30_000, high: 45_000 },
    texts: null,
    mostForOneMicros: 70_000,
  };
  expect(reachSentence(one, 50_000)).toMatch(/One call may need up to \$0\.07/);
  expect(reachSentence(one, 70_000)).toBeNull();
  const two = { ...one, count: 2, costMicros: { low: 40_000, expected: 60_000, high: 75_000 } };
  expect(reachSentence(two, 80_000)).toMatch(/about 1 of 2 conversations/);
  expect(reachSentence(two, 100_000)).toBeNull();
});

test("until so many are good, the reach is told in texts", () => {
  const estimate = {
    count: 90,
    costMicros: { low: 240_000, expected: 300_000, high: 650_000 },
    texts: { low: 10, expected: 12, high: 20 },
    mostForOneMicros: 70_000,
  };
  expect(reachSentence(estimate, 650_000)).toBeNull();
  expect(reachSentence(estimate, 400_000)).toMatch(/^Probably enough\. If not/);
  expect(reachSentence(estimate, 200_000)).toMatch(/about 6 of the 12 texts expected/);
});

test("never more than there are, and never a promise without the money for one call", () => {
  const micros = fc.integer({ min: 1, max: 5_000_000 });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      micros,
      micros,
      micros,
      (count, each, most, cap) => {
        const expected = count * each;
        const costMicros = { low: expected * 0.8, expected, high: expected * 1.3 };
        const said = reachSentence({ count, costMicros, texts: null, mostForOneMicros: most }, cap);
        if (cap < most) expect(said).toMatch(/nothing would be sent/);
        const reached = /about ([\d,]+) of/.exec(said ?? "")?.[1];
        if (reached === undefined) return;
        const number = Number(reached.replaceAll(",", ""));
        expect(number).toBeGreaterThanOrEqual(1);
        expect(number).toBeLessThan(count);
        // After all but the last of them there is room for the last.
        expect((number - 1) * each + most).toBeLessThanOrEqual(cap + 1);
      },
    ),
  );
});
