import { z } from "zod";
import { estimateTokens } from "#/lib/tokens.ts";
import type { ModelPrices, ProviderRequest, ProviderUsage } from "#/platform/llm/port.ts";

const perToken = {
  input: z.number().min(0),
  output: z.number().min(0),
  cacheWrite: z.number().min(0),
  cacheWriteHour: z.number().min(0),
  cacheRead: z.number().min(0),
};

/** Prices as they are kept with an attempt, millionths of a US dollar per token. */
export const modelPricesSchema: z.ZodType<ModelPrices> = z.object({
  ...perToken,
  batchShare: z.number().min(0).nullable(),
  long: z.object({ aboveInputTokens: z.number(), ...perToken }).optional(),
});

/** All input of a call: what was read from and written to a cache is input too. */
export function allInput(usage: ProviderUsage): number {
  const { inputTokens, cacheReadTokens, cacheWriteTokens, cacheWriteHourTokens } = usage;
  return inputTokens + cacheReadTokens + cacheWriteTokens + cacheWriteHourTokens;
}

/**
 * What a call cost, and what it would have cost without cache and batch price less that; both whole
 * millionths of a US dollar. `savedMicros` is below zero for a cache that was written and not read yet.
 */
export function costOf(
  usage: ProviderUsage,
  prices: ModelPrices,
  { isBatch = false }: { isBatch?: boolean } = {},
): { costMicros: number; savedMicros: number } {
  const input = allInput(usage);
  const rates = prices.long && input > prices.long.aboveInputTokens ? prices.long : prices;
  const share = isBatch ? (prices.batchShare ?? 1) : 1;
  const cost =
    share *
    (usage.inputTokens * rates.input +
      usage.cacheReadTokens * rates.cacheRead +
      usage.cacheWriteTokens * rates.cacheWrite +
      usage.cacheWriteHourTokens * rates.cacheWriteHour +
      usage.outputTokens * rates.output);
  const plain = input * rates.input + usage.outputTokens * rates.output;
  const costMicros = Math.ceil(cost - 1e-6);
  return { costMicros, savedMicros: Math.round(plain) - costMicros };
}

/** Tokens of a request: expected, and a number that no tokenizer goes beyond for text that people write. */
export function requestTokens({ messages, outputSchema }: ProviderRequest): {
  expected: number;
  most: number;
} {
  const text = messages.map(({ content }) => content).join("\n");
  const schema = outputSchema ? JSON.stringify(outputSchema) : "";
  const overhead = 20 + messages.length * 8;
  return {
    expected: estimateTokens(text) + estimateTokens(schema) + overhead,
    most: Math.ceil((Buffer.byteLength(text) + Buffer.byteLength(schema)) / 2) + 200 + overhead,
  };
}

/** The most that a call can cost: held back from every cap before it is sent. */
export function mostCost(
  { inputTokens, outputTokens }: { inputTokens: number; outputTokens: number },
  prices: ModelPrices,
  { isBatch = false }: { isBatch?: boolean } = {},
): number {
  const rates =
    prices.long && inputTokens > prices.long.aboveInputTokens ? [prices, prices.long] : [prices];
  const dearest = (read: (rate: Omit<ModelPrices, "long" | "batchShare">) => number) =>
    Math.max(...rates.map(read));
  const input = dearest((rate) => Math.max(rate.input, rate.cacheWrite, rate.cacheWriteHour));
  const output = dearest((rate) => rate.output);
  const share = isBatch ? (prices.batchShare ?? 1) : 1;
  return Math.ceil(share * (inputTokens * input + outputTokens * output));
}

/** Usage with which one can reckon: what a server left out or got wrong counts as none. */
export function soundUsage(usage: ProviderUsage): ProviderUsage {
  const whole = (tokens: number) =>
    Number.isFinite(tokens) ? Math.min(2_000_000_000, Math.max(0, Math.round(tokens))) : 0;
  return {
    inputTokens: whole(usage.inputTokens),
    cacheReadTokens: whole(usage.cacheReadTokens),
    cacheWriteTokens: whole(usage.cacheWriteTokens),
    cacheWriteHourTokens: whole(usage.cacheWriteHourTokens),
    outputTokens: whole(usage.outputTokens),
  };
}
