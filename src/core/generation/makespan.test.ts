import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type CallLoad, lowerBound, replayMakespan } from "./makespan.ts";

const free = { requests: null, inputTokens: null, outputTokens: null };
const calls = (count: number, load: Partial<CallLoad> = {}): CallLoad[] =>
  Array.from({ length: count }, () => ({
    seconds: 55,
    inputTokens: 3_000,
    outputTokens: 3_000,
    ...load,
  }));

test("each limit binds where it is the tightest", () => {
  expect(lowerBound(calls(10), free, 5)).toEqual({ seconds: 110, binding: "concurrency" });
  expect(lowerBound(calls(3), free, 5)).toEqual({ seconds: 55, binding: "call" });
  expect(lowerBound(calls(100), { ...free, requests: 10 }, 100)).toEqual({
    seconds: 595,
    binding: "requests",
  });
  expect(lowerBound(calls(100), { ...free, inputTokens: 6_000 }, 100)).toMatchObject({
    binding: "input",
  });
});

test("100 conversations of 3,000 tokens at 8,000 a minute take 37 minutes, whatever the concurrency", () => {
  const limits = { ...free, outputTokens: 8_000 };
  for (const concurrency of [5, 50]) {
    const bound = lowerBound(calls(100), limits, concurrency);
    expect(bound.binding).toBe("output");
    expect(Math.round(bound.seconds / 60)).toBe(37);
    const replay = replayMakespan(calls(100), limits, concurrency);
    expect(replay / bound.seconds).toBeGreaterThanOrEqual(1);
    expect(replay / bound.seconds).toBeLessThan(1.02);
  }
});

test("without limits, lanes are filled longest first", () => {
  const seconds = [1, 2, 3, 4, 5].map((each) => ({
    seconds: each,
    inputTokens: 1,
    outputTokens: 1,
  }));
  expect(replayMakespan(seconds, free, 2)).toBe(8);
  expect(replayMakespan(seconds, free, 5)).toBe(5);
  expect(replayMakespan([], free, 5)).toBe(0);
});

test("who doesn't know the lengths may begin the longest last", () => {
  const seconds = [1, 2, 3, 4, 5].map((each) => ({
    seconds: each,
    inputTokens: 1,
    outputTokens: 1,
  }));
  expect(replayMakespan(seconds, free, 2, "as given")).toBe(9);
});

test("what is held back keeps others waiting until it is given back", () => {
  const two = calls(2, { seconds: 10, inputTokens: 1, outputTokens: 2_000 });
  const limits = { ...free, outputTokens: 6_000 };
  const held = { inputTokens: 1, outputTokens: 6_000 };
  expect(replayMakespan(two, limits, 2)).toBe(10);
  // 1,000 are refilled and 4,000 given back when the first ends; 1,000 more take 10 s.
  const holding = two.map((each) => ({ ...each, held }));
  expect(replayMakespan(holding, limits, 2)).toBe(30);
});

test("a conversation that was asked for twice takes two requests", () => {
  const limits = { ...free, requests: 2 };
  expect(replayMakespan(calls(2, { calls: 2 }), limits, 2)).toBe(60 + 55);
});

test("a call that needs more than a whole bucket waits for a full one, not for ever", () => {
  const limits = { ...free, outputTokens: 1_000 };
  expect(replayMakespan(calls(2, { outputTokens: 2_000 }), limits, 2)).toBe(55 + 120);
});

const load = fc.record({
  seconds: fc.double({ min: 0.1, max: 100, noNaN: true }),
  inputTokens: fc.integer({ min: 1, max: 9_000 }),
  outputTokens: fc.integer({ min: 1, max: 9_000 }),
});
const limit = fc.option(fc.integer({ min: 10_000, max: 1_000_000 }));

test("no replay beats the bound, more lanes never hurt without limits, and no bucket is overdrawn", () => {
  fc.assert(
    fc.property(
      fc.array(load, { maxLength: 60 }),
      fc.record({
        requests: fc.option(fc.integer({ min: 1, max: 100 })),
        inputTokens: limit,
        outputTokens: limit,
      }),
      fc.integer({ min: 1, max: 40 }),
      (loads, limits, concurrency) => {
        const replay = replayMakespan(loads, limits, concurrency);
        expect(replay).toBeGreaterThanOrEqual(
          lowerBound(loads, limits, concurrency).seconds * (1 - 1e-9) - 1e-6,
        );
        const tokens = loads.reduce((sum, each) => sum + each.outputTokens, 0);
        if (limits.outputTokens !== null && loads.length > 0) {
          const longest = Math.max(...loads.map(({ seconds }) => seconds));
          const greatest = Math.max(...loads.map(({ outputTokens }) => outputTokens));
          const sent = limits.outputTokens * (1 + replay / 60);
          expect(tokens - greatest).toBeLessThanOrEqual(sent + 1e-6 + longest);
        }
      },
    ),
  );
});
