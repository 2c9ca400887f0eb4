import { expect, test } from "vitest";
import { currentModels, knownModels } from "./known-models.ts";

const at = new Date("2026-11-30");

test("Anthropic's models have the list's prices, in millionths of a dollar per token", () => {
  const models = new Map(knownModels("anthropic", at).map((each) => [each.model, each.prices]));
  expect(models.get("claude-sonnet-5-5")).toEqual({
    input: 2,
    output: 10,
    cacheWrite: 2.5,
    cacheWriteHour: 4,
    cacheRead: 0.1,
    batchShare: 0.5,
  });
  expect(models.get("claude-opus-5-5")).toMatchObject({ input: 4, output: 20, cacheRead: 0.2 });
  expect(models.get("claude-fable-5-1")).toMatchObject({ input: 10, output: 50 });
  expect(models.get("claude-haiku-5-5")).toMatchObject({
    input: 0.1,
    output: 0.5,
    long: { aboveInputTokens: 100_000, input: 0.5, output: 2.5, cacheRead: 0.05 },
  });
});

test("no price is invented for a server of one's own", () => {
  expect(knownModels("openai_compatible", at)).toEqual([]);
});

test("a price holds from its day until the next one's, and the first one before it too", () => {
  const model = (input: number) => {
    const [first] = knownModels("anthropic", at);
    if (!first) throw new Error("no model");
    return { ...first, model: "m", prices: { ...first.prices, input } };
  };
  const table = [
    { from: "2026-11-22", model: model(1) },
    { from: "2027-02-01", model: model(3) },
    { from: "2027-01-01", model: model(2) },
  ];
  const inputAt = (day: string) =>
    currentModels(table, new Date(day)).map(({ prices }) => prices.input);
  expect(inputAt("2025-01-01")).toEqual([1]);
  expect(inputAt("2026-12-31T23:59:59Z")).toEqual([1]);
  expect(inputAt("2027-01-01T00:00:00Z")).toEqual([2]);
  expect(inputAt("2027-06-01")).toEqual([3]);
});
