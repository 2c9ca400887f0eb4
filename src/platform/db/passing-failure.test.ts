import { expect, test } from "vitest";
import { isPassingFailure } from "./passing-failure.ts";

const withCode = (code: string) => Object.assign(new Error("It failed."), { code });

test.each(["ECONNREFUSED", "ENETUNREACH", "57P01", "57P03", "53100", "53300", "08006", "40P01"])(
  "%s passes, also inside another error",
  (code) => {
    expect(isPassingFailure(withCode(code))).toBe(true);
    expect(isPassingFailure(new Error("Failed query", { cause: withCode(code) }))).toBe(true);
  },
);

test("a broken or missing connection passes, though pg gives it no code", () => {
  expect(isPassingFailure(new Error("Connection terminated unexpectedly"))).toBe(true);
  expect(isPassingFailure(new Error("timeout exceeded when trying to connect"))).toBe(true);
});

// A statement that ran too long (57014), that breaks a rule, or a fault of our own would fail again.
test.each([withCode("57014"), withCode("23505"), withCode("42P01"), new TypeError("no"), "text"])(
  "%s doesn't pass",
  (error) => {
    expect(isPassingFailure(error)).toBe(false);
  },
);
