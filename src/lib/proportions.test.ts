import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { neededPerSide, newcombeInterval, wilsonInterval, type Share } from "./proportions.ts";

const share = fc
  .integer({ min: 1, max: 400 })
  .chain((of) => fc.record({ count: fc.integer({ min: 0, max: of }), of: fc.constant(of) }));
const turned = ({ count, of }: Share): Share => ({ count: of - count, of });

describe("wilsonInterval", () => {
  // 81 of 263, 15 of 148, 0 of 20 and 1 of 29: table I of Newcombe's paper on the single proportion (1998).
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [14, 20, 0.481, 0.8545],
    [11, 20, 0.3421, 0.7418],
  ])("%d of %d", (count, of, low, high) => {
    const interval = wilsonInterval({ count, of });
    expect(interval?.low).toBeCloseTo(low, 4);
    expect(interval?.high).toBeCloseTo(high, 4);
  });

  test("holds the share, stays within 0 and 1, and is the same seen from the other side", () => {
    fc.assert(
      fc.property(share, (counted) => {
        const interval = wilsonInterval(counted) ?? { low: 2, high: -1 };
        const value = counted.count / counted.of;
        expect(interval.low).toBeGreaterThanOrEqual(0);
        expect(interval.high).toBeLessThanOrEqual(1);
        expect(interval.low).toBeLessThanOrEqual(value);
        expect(interval.high).toBeGreaterThanOrEqual(value);
        expect(wilsonInterval(turned(counted))?.low).toBeCloseTo(1 - interval.high, 9);
        const wider = wilsonInterval(counted, 0.99) ?? interval;
        expect(wider.high - wider.low).toBeGreaterThan(interval.high - interval.low);
      }),
    );
  });

  test("nothing counted says nothing", () => {
    expect(wilsonInterval({ count: 0, of: 0 })).toBeNull();
  });
});

describe("newcombeInterval", () => {
  // Table II of the paper, method 10.
  test.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [10, 10, 0, 10, 0.6075, 1],
  ])("%d of %d less %d of %d", (a, m, b, n, low, high) => {
    const interval = newcombeInterval({ count: a, of: m }, { count: b, of: n });
    expect(interval?.low).toBeCloseTo(low, 4);
    expect(interval?.high).toBeCloseTo(high, 4);
  });

  test("holds the difference, stays within -1 and 1, and turns round with the sides", () => {
    fc.assert(
      fc.property(share, share, (one, other) => {
        const interval = newcombeInterval(one, other) ?? { low: 3, high: -3 };
        const difference = one.count / one.of - other.count / other.of;
        expect(interval.low).toBeLessThanOrEqual(difference + 1e-12);
        expect(interval.high).toBeGreaterThanOrEqual(difference - 1e-12);
        expect(interval.low).toBeGreaterThanOrEqual(-1 - 1e-12);
        expect(interval.high).toBeLessThanOrEqual(1 + 1e-12);
        expect(newcombeInterval(other, one)?.low).toBeCloseTo(-interval.high, 9);
      }),
    );
  });

  test("equal shares are never told apart", () => {
    fc.assert(
      fc.property(share, fc.integer({ min: 1, max: 5 }), (one, times) => {
        const other = { count: one.count * times, of: one.of * times };
        const interval = newcombeInterval(one, other) ?? { low: 1, high: -1 };
        expect(interval.low).toBeLessThanOrEqual(1e-12);
        expect(interval.high).toBeGreaterThanOrEqual(-1e-12);
      }),
    );
  });
});

describe("neededPerSide", () => {
  test("by hand: (1.959964 + 0.841621)² (15/22 · 7/22 + 12/22 · 10/22) / 0.15² = 162.1", () => {
    expect(neededPerSide({ count: 14, of: 20 }, { count: 11, of: 20 })).toBe(163);
  });

  test("a greater difference needs fewer; none needs no number", () => {
    const half = { count: 50, of: 100 };
    const needed = [60, 70, 80, 90].map((count) => neededPerSide({ count, of: 100 }, half) ?? 0);
    expect(needed).toEqual(needed.toSorted((one, other) => other - one));
    expect(neededPerSide(half, { count: 5, of: 10 })).toBeNull();
    expect(neededPerSide(half, { count: 0, of: 0 })).toBeNull();
    expect(neededPerSide({ count: 1, of: 1 }, { count: 0, of: 1 })).toBeGreaterThan(1);
  });
});
