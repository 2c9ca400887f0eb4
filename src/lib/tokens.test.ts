import { expect, test } from "vitest";
import { estimateTokens } from "./tokens.ts";

test("estimates tokens by script", () => {
  expect(estimateTokens("")).toBe(0);
  expect(estimateTokens("word")).toBe(1);
  expect(estimateTokens("words")).toBe(2);
  expect(estimateTokens("дом")).toBe(2);
  expect(estimateTokens("東京")).toBe(2);
});
