import { expect, test } from "vitest";
import { durationSeconds, limitsOf } from "./limits.ts";

test.each<[string, number | null]>([
  ["6m0s", 360],
  ["20ms", 0.02],
  ["1h2m3.5s", 3_723.5],
  ["1s", 1],
  ["12", 12],
  ["0s", 0],
  ["2d", 86_400],
  ["", null],
  ["soon", null],
  ["5 apples", null],
  ["-3s", null],
])("%j is %j seconds", (text, seconds) => {
  expect(durationSeconds(text)).toBe(seconds);
});

test("one level of tokens stands for input and output; nothing told is null", () => {
  const headers = new Headers({
    "x-ratelimit-limit-requests": "60",
    "x-ratelimit-remaining-requests": "59",
    "x-ratelimit-reset-requests": "1s",
    "x-ratelimit-limit-tokens": "150000",
    "x-ratelimit-remaining-tokens": "149984",
    "x-ratelimit-reset-tokens": "6m0s",
  });
  const tokens = { limit: 150_000, remaining: 149_984, resetSeconds: 360 };
  expect(limitsOf(headers)).toEqual({
    requests: { limit: 60, remaining: 59, resetSeconds: 1 },
    inputTokens: tokens,
    outputTokens: tokens,
  });
  expect(limitsOf(new Headers({ "x-ratelimit-limit-requests": "many" }))).toBeNull();
});
