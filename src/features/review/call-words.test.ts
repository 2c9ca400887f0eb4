import { expect, test } from "vitest";
import { costWords, timeWords, tokenWords } from "./call-words.ts";
import { readRequest, readResponse } from "./call-texts.ts";

const tokens = {
  inputTokens: 3_412,
  outputTokens: 2_870,
  cacheReadTokens: 2_900,
  cacheWriteTokens: 0,
  isUsageEstimated: false,
};

test("tokens name what the cache gave and who counted", () => {
  expect(tokenWords(tokens)).toBe("3,412 tokens sent (2,900 from the cache), 2,870 came back");
  expect(tokenWords({ ...tokens, cacheReadTokens: null, isUsageEstimated: true })).toBe(
    "3,412 tokens sent, 2,870 came back, counted here",
  );
  expect(tokenWords({ ...tokens, inputTokens: null, outputTokens: null })).toBe("");
});

test("what is under way is held back, what cost nothing is free", () => {
  const cost = { state: "sent" as const, costMicros: null, reservedMicros: 70_000 };
  expect(costWords(cost)).toBe("$0.07 held back");
  expect(costWords({ ...cost, state: "succeeded", costMicros: 40_000 })).toBe("$0.04");
  expect(costWords({ ...cost, state: "failed", costMicros: 0 })).toBe("free");
});

test("times count from the sending, and only those that came", () => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 2, 4, 10, 0, seconds));
  const call = { sentAt: at(0), firstByteAt: null, finishedAt: null };
  expect(timeWords(call)).toBe("");
  expect(timeWords({ ...call, firstByteAt: at(2), finishedAt: at(48) })).toBe(
    "2 s to the first word, 48 s in all",
  );
});

test("recorded texts are read in any shape that was ever stored", () => {
  const messages = [{ role: "user", content: "Hello" }];
  expect(readRequest({ model: "m", messages })).toEqual({ messages });
  expect(readRequest(null)).toEqual({ messages: [] });
  expect(readResponse({ text: "Hi", stopReason: "max_tokens" })).toEqual({
    text: "Hi",
    stopReason: "cut off at the greatest length",
  });
  expect(readResponse({ raw: {}, partial: { text: "Hal" } })).toEqual({
    text: "Hal",
    stopReason: "broken off",
  });
  expect(readResponse(null)).toEqual({ text: null, stopReason: null });
});
