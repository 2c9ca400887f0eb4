import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { meanInterval, neededValuesPerSide, type Sample, welchInterval } from "./means.ts";

/** 7.1, 8.2, 6.9, 7.7, 8.0 and 6.0, 6.4, 7.2, 5.9, 6.6, 6.3. */
const one: Sample = { count: 5, mean: 7.58, variance: 0.317 };
const other: Sample = { count: 6, mean: 6.4, variance: 0.22 };
const sample = fc.record({
  count: fc.integer({ min: 2, max: 300 }),
  mean: fc.double({ min: 1, max: 10, noNaN: true }),
  variance: fc.double({ min: 0.01, max: 9, noNaN: true }),
});

describe("meanInterval", () => {
  test("by hand: 7.58 ± 2.776445 · √(0.317 / 5)", () => {
    const interval = meanInterval(one);
    expect(interval?.low).toBeCloseTo(6.880909, 5);
    expect(interval?.high).toBeCloseTo(8.279091, 5);
  });

  test("one value has no interval; equal values have none to speak of", () => {
    expect(meanInterval({ count: 1, mean: 7, variance: 0 })).toBeNull();
    expect(meanInterval({ count: 3, mean: 7, variance: 0 })).toEqual({ low: 7, high: 7 });
  });
});

describe("welchInterval", () => {
  test("the two samples above, with 7.86 degrees of freedom (SciPy's ttest_ind, equal_var=False)", () => {
    const interval = welchInterval(one, other);
    expect(interval?.low).toBeCloseTo(0.448285, 5);
    expect(interval?.high).toBeCloseTo(1.911715, 5);
  });

  test("lies round the difference, turns with the sides, and narrows with more values", () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const interval = welchInterval(a, b) ?? { low: 1, high: -1 };
        expect((interval.low + interval.high) / 2).toBeCloseTo(a.mean - b.mean, 9);
        expect(interval.high).toBeGreaterThan(interval.low);
        expect(welchInterval(b, a)?.low).toBeCloseTo(-interval.high, 9);
        const more = welchInterval({ ...a, count: a.count * 4 }, { ...b, count: b.count * 4 }) ?? {
          low: -1e9,
          high: 1e9,
        };
        expect(more.high - more.low).toBeLessThan(interval.high - interval.low);
      }),
    );
  });

  test("too few values, or values that never differ, say nothing", () => {
    expect(welchInterval(one, { ...other, count: 1 })).toBeNull();
    expect(welchInterval({ ...one, variance: 0 }, { ...other, variance: 0 })).toBeNull();
    expect(welchInterval({ ...one, variance: 0 }, other)).not.toBeNull();
  });
});

describe("neededValuesPerSide", () => {
  test("by hand: (1.959964 + 0.841621)² · (0.317 + 0.22) / 1.18² = 3.03", () => {
    expect(neededValuesPerSide(one, other)).toBe(4);
  });

  test("equal means need no number", () => {
    expect(neededValuesPerSide(one, { ...other, mean: one.mean })).toBeNull();
  });
});
