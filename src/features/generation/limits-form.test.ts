import { expect, test } from "vitest";
import { limitsOf, readLimits } from "./limits-form.ts";

const batch = { capMicros: 5_125_000, concurrency: 8 };

test("only what was edited is sent, so that an amount nobody touched stays what it is", () => {
  const before = limitsOf(batch);
  expect(before).toEqual({ stopAt: "5.125", atATime: "8" });
  expect(readLimits(before, before).change).toEqual({});
  expect(readLimits(before, { ...before, atATime: "4" }).change).toEqual({ concurrency: 4 });
  expect(readLimits(before, { ...before, stopAt: "6" }).change).toEqual({ capMicros: 6_000_000 });
  expect(readLimits(before, { ...before, stopAt: " 5.125 " }).change).toEqual({});
});

test("an amount reads in cents, or as exact as it is", () => {
  const read = (capMicros: number) => limitsOf({ capMicros, concurrency: null }).stopAt;
  expect([read(5_000_000), read(5_500_000), read(10_001), read(1_234_567)]).toEqual([
    "5.00",
    "5.50",
    "0.010001",
    "1.234567",
  ]);
});

test("an emptied amount takes the stop away; an emptied number is refused, one that was never there isn't", () => {
  const before = limitsOf(batch);
  expect(readLimits(before, { ...before, stopAt: "" }).change).toEqual({ capMicros: null });
  expect(readLimits(before, { ...before, atATime: "" })).toMatchObject({
    change: {},
    errors: { atATime: "Enter 1 or more." },
  });
  const none = limitsOf({ capMicros: null, concurrency: null });
  expect(readLimits(none, none)).toEqual({ change: {}, capMicros: undefined, errors: {} });
});

test("what can't be right is told at its field and not sent", () => {
  const before = limitsOf(batch);
  const read = readLimits(before, { stopAt: "five", atATime: "10000" });
  expect(read.change).toEqual({});
  expect(read.errors.stopAt).toMatch(/such as 5/);
  expect(read.errors.atATime).toMatch(/At most 256/);
});
