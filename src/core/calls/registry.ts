import { BrightError } from "../errors.ts";
import type { ModelInfo, Provider } from "#/platform/llm/port.ts";

/** The writers that this process was started with, by their id, the preferred one first. */
export type Providers = ReadonlyMap<string, Provider>;

/** Makes the registry; the composition root names what goes in. */
export function createProviders(list: readonly Provider[]): Providers {
  return new Map(list.map((provider) => [provider.id, provider]));
}

/** One model of one provider: who writes. */
export interface Writer {
  provider: Provider;
  model: ModelInfo;
}

/**
 * The writer of that name, or the preferred one where none is named.
 * @throws unavailable where this process doesn't have it.
 */
export function getWriter(
  providers: Providers,
  name?: { provider: string; model: string },
): Writer {
  const provider = name ? providers.get(name.provider) : providers.values().next().value;
  const model = name
    ? provider?.models.find((candidate) => candidate.model === name.model)
    : provider?.models[0];
  if (provider && model) return { provider, model };
  throw new BrightError(
    "unavailable",
    name
      ? `The writer "${name.provider}" with the model "${name.model}" isn't set up here. Nothing was sent; set it up again, or start a new batch with another writer.`
      : "No writer is set up here. Nothing was sent; set one up and try again.",
  );
}
