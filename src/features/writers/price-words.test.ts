import { expect, test } from "vitest";
import { formatPrice, pricesInWords } from "./price-words.ts";

test("prices are told in dollars for a million tokens, and small ones aren't rounded to nothing", () => {
  expect(formatPrice(2)).toBe("$2.00");
  expect(formatPrice(0.125)).toBe("$0.125");
  expect(formatPrice(0)).toBe("free");
  const prices = { cacheRead: 0, cacheWrite: 0, batchShare: null };
  expect(pricesInWords({ ...prices, input: 0.1, output: 0.5 })).toBe("$0.10 in, $0.50 out");
  expect(pricesInWords({ ...prices, input: 0, output: 0 })).toBe("free");
});
