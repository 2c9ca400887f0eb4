import { z } from "zod";
import { estimateTokens } from "#/lib/tokens.ts";
import {
  type ModelPrices,
  noTokens,
  type ProviderRequest,
  type ProviderUsage,
} from "#/platform/llm/port.ts";

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

/** The most that a call can cost: held back from every cap before it is sent. Whole millionths of a US dollar. */
export function mostCost(
  request: ProviderRequest,
  prices: ModelPrices,
  { isBatch = false }: { isBatch?: boolean } = {},
): number {
  const inputTokens = requestTokens(request).most;
  const { maxOutputTokens: outputTokens } = request;
  const rates =
    prices.long && inputTokens > prices.long.aboveInputTokens ? [prices, prices.long] : [prices];
  const dearest = (read: (rate: Omit<ModelPrices, "long" | "batchShare">) => number) =>
    Math.max(...rates.map(read));
  const input = dearest((rate) => Math.max(rate.input, rate.cacheWrite, rate.cacheWriteHour));
  const output = dearest((rate) => rate.output);
  const share = isBatch ? (prices.batchShare ?? 1) : 1;
  return Math.ceil(share * (inputTokens * input + outputTokens * output));
}

/** Fits into an integer of the database. */
const MOST_TOKENS = 2_000_000_000;

/**
 * Usage with which one can reckon: what a server left out or got wrong counts as none, and the parts of the
 * input are held to what their sum may be.
 */
export function soundUsage(usage: ProviderUsage): ProviderUsage {
  let room = MOST_TOKENS;
  const input = (tokens: number) => {
    const held = Math.min(room, whole(tokens));
    room -= held;
    return held;
  };
  return {
    inputTokens: input(usage.inputTokens),
    cacheReadTokens: input(usage.cacheReadTokens),
    cacheWriteTokens: input(usage.cacheWriteTokens),
    cacheWriteHourTokens: input(usage.cacheWriteHourTokens),
    outputTokens: whole(usage.outputTokens),
  };
}

function whole(tokens: number): number {
  if (!Number.isFinite(tokens)) return 0;
  return Math.min(MOST_TOKENS, Math.max(0, Math.round(tokens)));
}

/**
 * What an answer used, sound, with an estimate for each side of which the server told nothing that can be: a
 * text without output, or an answer to no input. Servers of one's own at times report no usage at all.
 */
export function usageOf(
  told: ProviderUsage | null,
  request: ProviderRequest,
  text: string,
): { usage: ProviderUsage; isEstimated: boolean } {
  const usage = soundUsage(told ?? noTokens);
  const isInputMissing = allInput(usage) === 0;
  const isOutputMissing = usage.outputTokens === 0 && (text !== "" || told === null);
  return {
    usage: {
      ...usage,
      ...(isInputMissing && { inputTokens: requestTokens(request).expected }),
      ...(isOutputMissing && { outputTokens: estimateTokens(text) }),
    },
    isEstimated: isInputMissing || isOutputMissing,
  };
}
