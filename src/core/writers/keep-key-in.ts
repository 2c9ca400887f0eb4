import type { BatchCalls, Provider } from "#/platform/llm/port.ts";

/** Shorter ones could stand in any text by chance, and tell little. */
const SHORTEST_KEY = 8;

/**
 * The provider, with its key taken out of whatever it answers: a server that repeats what it was sent must
 * not bring the key onto the record. Faults are cleaned by the adapters.
 */
export function keepKeyIn(provider: Provider, apiKey: string | null): Provider {
  if (apiKey === null || apiKey.length < SHORTEST_KEY) return provider;
  const { listModels, batches } = provider;
  return {
    ...provider,
    generate: async (request, watch) => clean(await provider.generate(request, watch), apiKey),
    ...(listModels && { listModels: async (watch) => clean(await listModels(watch), apiKey) }),
    ...(batches && { batches: { ...batches, results: cleanResults(batches, apiKey) } }),
  };
}

function cleanResults(batches: BatchCalls, apiKey: string): BatchCalls["results"] {
  return async function* (...given) {
    for await (const outcome of batches.results(...given)) yield clean(outcome, apiKey);
  };
}

/** Plain data in and out; untouched where the key isn't in it. */
function clean<T>(answer: T, apiKey: string): T {
  const text = JSON.stringify(answer);
  const inJson = JSON.stringify(apiKey).slice(1, -1);
  return text.includes(inJson) ? (JSON.parse(text.replaceAll(inJson, "[key]")) as T) : answer;
}
