import type { Provider } from "#/platform/llm/port.ts";

/** Providers that were opened a moment ago, so that not every call opens its key anew. */
export interface ProviderCache {
  get: (stamp: string) => Provider | undefined;
  put: (stamp: string, provider: Provider) => void;
}

const KEPT_SECONDS = 60;
const MOST_KEPT = 50;

/** A cache in memory: an entry goes after a minute, so that a key isn't held for longer than it is used. */
export function createProviderCache(now: () => number = Date.now): ProviderCache {
  const kept = new Map<string, { provider: Provider; until: number }>();
  const clear = () => {
    for (const [stamp, { until }] of kept) {
      if (until <= now() || kept.size > MOST_KEPT) kept.delete(stamp);
    }
  };
  return {
    get: (stamp) => {
      clear();
      return kept.get(stamp)?.provider;
    },
    put: (stamp, provider) => {
      kept.set(stamp, { provider, until: now() + KEPT_SECONDS * 1000 });
      clear();
    },
  };
}
