import type { RateLevel, RateLimits } from "../../port.ts";
import { secondsUntil } from "../../retry-after.ts";

/** What the `anthropic-ratelimit-*` headers tell; null when there is none of them. */
export function limitsOf(headers: Headers | undefined): RateLimits | null {
  if (!headers) return null;
  const requests = level(headers, "requests");
  const limits = {
    requests,
    inputTokens: level(headers, "input-tokens"),
    outputTokens: level(headers, "output-tokens"),
  };
  const isTold = Object.values(limits).some(
    ({ limit, remaining }) => limit !== null || remaining !== null,
  );
  return isTold ? limits : null;
}

function level(headers: Headers, name: string): RateLevel {
  const read = (part: string) => headers.get(`anthropic-ratelimit-${name}-${part}`);
  return {
    limit: count(read("limit")),
    remaining: count(read("remaining")),
    resetSeconds: secondsUntil(read("reset") ?? "", headers),
  };
}

function count(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text.trim()) ? Number(text) : null;
}
