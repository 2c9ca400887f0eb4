import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalQuantile, studentQuantile } from "./quantiles.ts";

describe("normalQuantile", () => {
  // NIST/SEMATECH e-Handbook 1.3.6.7.1, and Python's statistics.NormalDist for the far ends.
  test.each([
    [0.5, 0],
    [0.8, 0.8416212335729144],
    [0.95, 1.6448536269514715],
    [0.975, 1.9599639845400536],
    [0.01, -2.3263478740408408],
    [0.9995, 3.2905267314919255],
    [1e-6, -4.753424308822899],
  ])("%d -> %d", (share, value) => {
    expect(normalQuantile(share)).toBeCloseTo(value, 8);
  });

  test("rises with the share, and is as far on either side of the middle", () => {
    const shares = fc.double({ min: 1e-8, max: 1 - 1e-8, noNaN: true });
    fc.assert(
      fc.property(shares, shares, (one, other) => {
        fc.pre(other - one > 1e-9);
        expect(normalQuantile(one)).toBeLessThan(normalQuantile(other));
        expect(normalQuantile(1 - one)).toBeCloseTo(-normalQuantile(one), 5);
      }),
    );
  });

  test("0 and 1 have none", () => {
    for (const share of [0, 1, -1, Number.NaN]) {
      expect(() => normalQuantile(share)).toThrow(RangeError);
    }
  });
});

describe("studentQuantile", () => {
  // NIST/SEMATECH e-Handbook 1.3.6.7.2; those with a fraction of a degree from SciPy 1.x.
  test.each([
    [0.975, 1, 12.706204736174694],
    [0.975, 2, 4.302652729749462],
    [0.975, 10, 2.228138851986274],
    [0.975, 27.3, 2.050776009386825],
    [0.975, 1000, 1.9623390808264083],
    [0.9, 0.5, 10.27032441023451],
    [0.5, 3, 0],
  ])("%d with %d degrees -> %d", (share, freedom, value) => {
    expect(studentQuantile(share, freedom)).toBeCloseTo(value, 6);
  });

  test("comes down to the normal one as the degrees grow, never below it", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.51, max: 0.999, noNaN: true }),
        fc.double({ min: 1, max: 200, noNaN: true }),
        (share, freedom) => {
          const value = studentQuantile(share, freedom);
          expect(value).toBeGreaterThan(normalQuantile(share));
          expect(value).toBeGreaterThanOrEqual(studentQuantile(share, freedom + 1));
        },
      ),
    );
    expect(studentQuantile(0.975, 1e7)).toBeCloseTo(1.959964, 5);
  });
});
