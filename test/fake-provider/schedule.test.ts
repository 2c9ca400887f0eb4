import * as fc from "fast-check";
import { expect, test } from "vitest";
import { scenarioSchema } from "./scenario.ts";
import { createFaultPicker, drawRequest } from "./schedule.ts";

const scenario = scenarioSchema.parse({});

test("the same seed and number draw the same, other ones something else, all within the bounds", () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat(100_000), (seed, ordinal) => {
      const draw = drawRequest(seed, ordinal, scenario);
      expect(drawRequest(seed, ordinal, scenario)).toEqual(draw);
      expect(drawRequest(seed + 1, ordinal, scenario)).not.toEqual(draw);
      expect(draw.latency).toBeGreaterThanOrEqual(25);
      expect(draw.latency).toBeLessThanOrEqual(107);
      expect(draw.firstByte).toBeLessThanOrEqual(draw.latency);
    }),
  );
});

test("1,000 draws have the median that was asked for", () => {
  const draws = Array.from({ length: 1_000 }, (_, k) => drawRequest(1, k, scenario));
  const median = (values: number[]) => values.toSorted((a, b) => a - b)[500] ?? 0;
  expect(Math.abs(median(draws.map(({ latency }) => latency)) - 55)).toBeLessThan(2.5);
  expect(Math.abs(median(draws.map(({ outputTokens }) => outputTokens)) - 3_000)).toBeLessThan(75);
});

test("a window of 90 % hits nine of ten inside it and none outside", () => {
  const { faults } = scenarioSchema.parse({
    faults: [{ fault: { kind: "status", status: 529 }, share: 0.9, from: 10, until: 70 }],
  });
  const pick = createFaultPicker(7, faults, 100);
  const call = (key: number) =>
    ({ endpoint: "messages", model: null, draw: key, key, body: "", earlier: 0 }) as const;
  const hits = (now: number) =>
    Array.from({ length: 1_000 }, (_, key) => pick(call(key), now)).filter(Boolean).length;
  expect(hits(109.9)).toBe(0);
  expect(Math.abs(hits(110) - 900)).toBeLessThan(40);
  expect(hits(170)).toBe(0);
});

test("a description with a misspelt field is refused", () => {
  expect(() => scenarioSchema.parse({ timescale: 1 })).toThrow("timescale");
});
