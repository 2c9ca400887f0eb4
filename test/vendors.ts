import { createProviders, type Providers } from "#/core/writers/registry.ts";
import { createAnthropicProvider } from "#/platform/llm/providers/anthropic/anthropic-provider.ts";
import { createOpenAiCompatibleProvider } from "#/platform/llm/providers/openai-compatible/openai-compatible-provider.ts";
import { practiceProvider } from "#/platform/llm/providers/practice/practice-provider.ts";
import type { VendorSettings } from "#/platform/llm/vendor.ts";
import { type MasterKeys, readMasterKeys } from "#/platform/secrets/master-key.ts";
import { createVault } from "#/platform/secrets/vault.ts";

/** A master key of the tests; the same number is the same key. */
export function masterKeys(number: number): Promise<MasterKeys> {
  const BRIGHT_MASTER_KEY = Buffer.alloc(32, number).toString("base64");
  return readMasterKeys({ BRIGHT_MASTER_KEY }, "/nowhere");
}

/** The writers as the product has them, under a master key of the tests. */
export function allWriters(): Providers {
  return createProviders(
    [practiceProvider],
    { anthropic: createAnthropicProvider, openai_compatible: createOpenAiCompatibleProvider },
    createVault(() => masterKeys(9)),
  );
}

/** Vendors that only note what they were opened with. */
export function notingVendors(readKeys: () => Promise<MasterKeys>) {
  const opened: VendorSettings[] = [];
  const factory = (settings: VendorSettings) => {
    opened.push(settings);
    const { id, label, models } = settings;
    return { ...practiceProvider, id, label, models, isPractice: false };
  };
  const factories = { anthropic: factory, openai_compatible: factory };
  return {
    opened,
    providers: createProviders([practiceProvider], factories, createVault(readKeys)),
  };
}
