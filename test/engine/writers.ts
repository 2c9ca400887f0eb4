import { masterKeys } from "../vendors.ts";
import { createProviders, type Providers } from "#/core/writers/registry.ts";
import type { CallStep } from "#/core/calls/call-process.ts";
import type { Provider } from "#/platform/llm/port.ts";
import { createAnthropicProvider } from "#/platform/llm/providers/anthropic/anthropic-provider.ts";
import { createOpenAiCompatibleProvider } from "#/platform/llm/providers/openai-compatible/openai-compatible-provider.ts";
import { practiceProvider } from "#/platform/llm/providers/practice/practice-provider.ts";
import type { VendorFactory } from "#/platform/llm/vendor.ts";
import { createVault } from "#/platform/secrets/vault.ts";

type OnStep = (step: CallStep) => void;

/** The writers as the product has them; the steps of a call that only its provider sees are told. */
export function tappedWriters(onStep: OnStep = () => undefined): Providers {
  const tapped =
    (factory: VendorFactory): VendorFactory =>
    (settings) =>
      tap(factory(settings), onStep);
  return createProviders(
    [practiceProvider],
    {
      anthropic: tapped(createAnthropicProvider),
      openai_compatible: tapped(createOpenAiCompatibleProvider),
    },
    createVault(() => masterKeys(9)),
  );
}

function tap(provider: Provider, onStep: OnStep): Provider {
  return {
    ...provider,
    generate: (request, watch) => {
      let pieces = 0;
      return provider.generate(request, {
        ...watch,
        onHeaders: (headers) => {
          watch.onHeaders?.(headers);
          onStep("headers");
        },
        onActivity: (...activity) => {
          watch.onActivity?.(...activity);
          pieces += 1;
          // The first pieces of a stream say only that it begins.
          if (pieces === 4) onStep("mid-stream");
        },
      });
    },
  };
}
