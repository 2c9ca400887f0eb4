import { expect, test } from "vitest";
import { isDatabaseAway, isPassingFailure } from "./passing-failure.ts";

const withCode = (code: string) => Object.assign(new Error("It failed."), { code });

test.each(
  ["ECONNREFUSED", "ENETUNREACH", "57P01", "57P03", "53100", "53300", "08006", "25P03"].map(
    withCode,
  ),
)("$code passes, also inside another error, and says that the database is away", (error) => {
  for (const each of [error, new Error("Failed query", { cause: error })]) {
    expect(isPassingFailure(each)).toBe(true);
    expect(isDatabaseAway(each)).toBe(true);
  }
});

test.each(["40P01", "40001"].map(withCode))("$code passes, with the database at work", (error) => {
  for (const each of [error, new Error("Failed query", { cause: error })]) {
    expect(isPassingFailure(each)).toBe(true);
    expect(isDatabaseAway(each)).toBe(false);
  }
});

test("a broken or missing connection passes, though pg gives it no code", () => {
  expect(isPassingFailure(new Error("Connection terminated unexpectedly"))).toBe(true);
  expect(isPassingFailure(new Error("timeout exceeded when trying to connect"))).toBe(true);
  expect(isPassingFailure(new Error("Query read timeout"))).toBe(true);
});

// A statement that ran too long (57014), that breaks a rule, or a fault of our own would fail again.
test.each([withCode("57014"), withCode("23505"), withCode("42P01"), new TypeError("no"), "text"])(
  "%s doesn't pass",
  (error) => {
    expect(isPassingFailure(error)).toBe(false);
  },
);
