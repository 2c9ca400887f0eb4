import type { Model, ModelInfo } from "@anthropic-ai/sdk/resources";

interface Card {
  id: Model;
  name: string;
  line: "haiku" | "sonnet" | "opus" | "fable";
  /** US dollars for a million tokens: input, output, cache write 5 min and 1 h, cache read. */
  prices: Prices;
  longPrices?: { above: number; prices: Prices };
}
type Prices = readonly [number, number, number, number, number];

const cards: Card[] = [
  { id: "claude-opus-5-5", name: "Claude Opus 5.5", line: "opus", prices: [4, 20, 5, 8, 0.2] },
  {
    id: "claude-sonnet-5-5",
    name: "Claude Sonnet 5.5",
    line: "sonnet",
    prices: [2, 10, 2.5, 4, 0.1],
  },
  {
    id: "claude-haiku-5-5",
    name: "Claude Haiku 5.5",
    line: "haiku",
    prices: [0.1, 0.5, 0.125, 0.2, 0.01],
    longPrices: { above: 100_000, prices: [0.5, 2.5, 0.625, 1, 0.05] },
  },
  {
    id: "claude-fable-5-1",
    name: "Claude Fable 5.1",
    line: "fable",
    prices: [10, 50, 12.5, 20, 0.25],
  },
];

export const MAX_INPUT_TOKENS = 200_000;
export const MAX_OUTPUT_TOKENS = 64_000;
/** Prompts below this many tokens aren't cached. */
export const CACHE_MINIMUM = 512;

/** Tokens that a vendor puts on the bill. */
export interface BilledTokens {
  input: number;
  cacheWrite5m: number;
  cacheWrite1h: number;
  cacheRead: number;
  output: number;
}

export const nothingBilled: BilledTokens = {
  input: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  cacheRead: 0,
  output: 0,
};

/** Millionths of a US dollar, rounded up; models without a price (local ones) cost nothing. */
export function costMicros(model: string, tokens: BilledTokens, isBatch: boolean): number {
  const card = cards.find(({ id }) => id === model);
  if (!card) return 0;
  const prompt = tokens.input + tokens.cacheWrite5m + tokens.cacheWrite1h + tokens.cacheRead;
  const long = card.longPrices !== undefined && prompt > card.longPrices.above;
  const [input, output, write5m, write1h, read] = long
    ? (card.longPrices?.prices ?? card.prices)
    : card.prices;
  const cost =
    tokens.input * input +
    tokens.output * output +
    tokens.cacheWrite5m * write5m +
    tokens.cacheWrite1h * write1h +
    tokens.cacheRead * read;
  return Math.max(0, Math.ceil((isBatch ? cost / 2 : cost) - 1e-9));
}

export function listModels(): ModelInfo[] {
  return cards.map(modelInfo);
}

export function findModel(id: string): ModelInfo | undefined {
  const card = cards.find((candidate) => candidate.id === id);
  return card && modelInfo(card);
}

function modelInfo({ id, name, line }: Card): ModelInfo {
  const yes = { supported: true };
  const no = { supported: false };
  return {
    id,
    type: "model",
    display_name: name,
    created_at: "2026-06-01T00:00:00Z",
    deprecated_at: null,
    retires_at: null,
    lifecycle: "active",
    line,
    max_input_tokens: MAX_INPUT_TOKENS,
    max_tokens: MAX_OUTPUT_TOKENS,
    capabilities: {
      batch: yes,
      citations: yes,
      code_execution: yes,
      context_management: {
        supported: true,
        clear_thinking_20251015: yes,
        clear_tool_uses_20250919: yes,
        compact_20260112: yes,
      },
      effort: { supported: true, low: yes, medium: yes, high: yes, max: yes, xhigh: yes },
      image_input: yes,
      pdf_input: yes,
      server_tools: { supported: true, code_execution: yes, web_search: yes },
      structured_outputs: yes,
      thinking: {
        supported: true,
        types: { adaptive: yes, between_tools: yes, disabled: no, enabled: no },
      },
    },
  };
}
