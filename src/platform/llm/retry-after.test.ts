import { expect, test } from "vitest";
import { LONGEST_WAIT_SECONDS, retryAfterSeconds } from "./retry-after.ts";

const date = "Sun, 22 Nov 2026 12:00:00 GMT";
test.each<[string | null, number | null]>([
  ["30", 30],
  ["0", 0],
  ["1.5", 1.5],
  [" 7 ", 7],
  ["31536000", LONGEST_WAIT_SECONDS],
  ["9".repeat(400), LONGEST_WAIT_SECONDS],
  ["Sun, 22 Nov 2026 12:00:30 GMT", 30],
  ["Sun, 22 Nov 2026 11:00:00 GMT", 0],
  ["Sun, 22 Nov 2076 12:00:00 GMT", LONGEST_WAIT_SECONDS],
  ["-5", null],
  ["soon", null],
  ["", null],
  [null, null],
])("retry-after %j is %j seconds by the server's own clock", (text, seconds) => {
  const headers = new Headers({ date });
  if (text !== null) headers.set("retry-after", text);
  expect(retryAfterSeconds(headers)).toBe(seconds);
});
