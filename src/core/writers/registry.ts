import type { Context } from "../context.ts";
import { BrightError } from "../errors.ts";
import type { WriterName } from "./schema.ts";
import type { ModelInfo, Provider } from "#/platform/llm/port.ts";

/** What this process can write with: local writers by their id, the preferred one first. */
export interface Providers {
  local: ReadonlyMap<string, Provider>;
}

/** Makes the registry; the composition root names what goes in. */
export function createProviders(list: readonly Provider[]): Providers {
  return { local: new Map(list.map((provider) => [provider.id, provider])) };
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
export async function getWriter(
  _ctx: Context,
  providers: Providers,
  name?: WriterName,
): Promise<Writer> {
  const provider = name
    ? providers.local.get(name.provider)
    : providers.local.values().next().value;
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
