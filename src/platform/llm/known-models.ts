import type { ModelInfo, ModelPrices } from "./port.ts";
import type { VendorKind } from "./vendor.ts";

/** US dollars for a million tokens, which are millionths of a dollar for one. */
const prices = (
  [input, output, cacheWrite, cacheWriteHour, cacheRead]: readonly [
    number,
    number,
    number,
    number,
    number,
  ],
  rest: Partial<ModelPrices> = {},
): ModelPrices => ({
  input,
  output,
  cacheWrite,
  cacheWriteHour,
  cacheRead,
  batchShare: 0.5,
  ...rest,
});

/** What a vendor's published list says from a day on, until the next entry for the same model. */
interface KnownModel {
  /** The day on which the price was read; it holds for earlier calls too. */
  from: string;
  model: ModelInfo;
}

/**
 * Anthropic's price list as of 2026-11-22; batches cost half and stack with caching. Seconds are those of
 * an answer of about 3,000 tokens at the model's usual speed.
 */
const anthropic: KnownModel[] = [
  {
    from: "2026-11-22",
    model: {
      model: "claude-sonnet-5-5",
      label: "Claude Sonnet 5.5",
      prices: prices([2, 10, 2.5, 4, 0.1]),
      secondsPerConversation: 45,
      concurrency: 16,
    },
  },
  {
    from: "2026-11-22",
    model: {
      model: "claude-haiku-5-5",
      label: "Claude Haiku 5.5",
      prices: prices([0.1, 0.5, 0.125, 0.2, 0.01], {
        long: {
          aboveInputTokens: 100_000,
          input: 0.5,
          output: 2.5,
          cacheWrite: 0.625,
          cacheWriteHour: 1,
          cacheRead: 0.05,
        },
      }),
      secondsPerConversation: 25,
      concurrency: 16,
    },
  },
  {
    from: "2026-11-22",
    model: {
      model: "claude-opus-5-5",
      label: "Claude Opus 5.5",
      prices: prices([4, 20, 5, 8, 0.2]),
      secondsPerConversation: 60,
      concurrency: 16,
    },
  },
  {
    from: "2026-11-22",
    model: {
      model: "claude-fable-5-1",
      label: "Claude Fable 5.1",
      prices: prices([10, 50, 12.5, 20, 0.25]),
      secondsPerConversation: 75,
      concurrency: 8,
    },
  },
];

const tables: Record<VendorKind, KnownModel[]> = {
  anthropic,
  // A server of one's own has no list, and what a gateway charges is its own affair: a person enters it.
  openai_compatible: [],
};

/**
 * The models whose prices are known, as they stand at a moment; the first is a good one to start with.
 * A model that isn't here has no price until a person enters one.
 */
export function knownModels(kind: VendorKind, at: Date): ModelInfo[] {
  return currentModels(tables[kind], at);
}

/** Of each model the newest entry that has begun, or its first one. Keeps the order of first mention. */
export function currentModels(table: readonly KnownModel[], at: Date): ModelInfo[] {
  const current = new Map<string, KnownModel>();
  for (const entry of table) {
    const known = current.get(entry.model.model);
    const hasBegun = Date.parse(entry.from) <= at.getTime();
    if (!known || (hasBegun && entry.from > known.from)) current.set(entry.model.model, entry);
  }
  return [...current.values()].map(({ model }) => model);
}
