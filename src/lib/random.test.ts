import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createRandom } from "./random.ts";

test("the same seed draws the same, forever: plans and practice texts depend on it", () => {
  const random = createRandom(1);
  const draws = Array.from({ length: 5 }, () => random.integer(0, 999));
  expect(draws).toEqual([543, 879, 249, 55, 495]);
  const again = createRandom("1");
  expect(Array.from({ length: 5 }, () => again.integer(0, 999))).toEqual(draws);
});

test("draws stay in their range and a shuffle keeps every element", () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.array(fc.integer()),
      fc.integer({ min: -50, max: 50 }),
      fc.nat(100),
      (seed, list, low, width) => {
        const random = createRandom(seed);
        const drawn = random.integer(low, low + width);
        expect(drawn).toBeGreaterThanOrEqual(low);
        expect(drawn).toBeLessThanOrEqual(low + width);
        expect(random.shuffle(list).toSorted()).toEqual(list.toSorted());
        if (list.length > 0) expect(list).toContain(random.pick(list));
      },
    ),
  );
  expect(() => createRandom(1).pick([])).toThrow(RangeError);
});

test("draws are even: no tenth of 10,000 is off by more than 15 %", () => {
  const random = createRandom(42);
  const tenths = Array.from({ length: 10 }, () => 0);
  for (let draw = 0; draw < 10_000; draw += 1) {
    const tenth = Math.floor(random.next() * 10);
    tenths[tenth] = (tenths[tenth] ?? 0) + 1;
  }
  for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(150);
});
