import type { RateLevel, RateLimits } from "../../port.ts";
import { LONGEST_WAIT_SECONDS } from "../../retry-after.ts";

/**
 * What the `x-ratelimit-*` headers tell; null when there is none of them. These servers count input and
 * output in one level of tokens, so both are given that one.
 */
export function limitsOf(headers: Headers | undefined): RateLimits | null {
  if (!headers) return null;
  const requests = level(headers, "requests");
  const tokens = level(headers, "tokens");
  const isTold = [requests, tokens].some(
    ({ limit, remaining }) => limit !== null || remaining !== null,
  );
  return isTold ? { requests, inputTokens: tokens, outputTokens: tokens } : null;
}

function level(headers: Headers, name: string): RateLevel {
  const read = (part: string) => headers.get(`x-ratelimit-${part}-${name}`);
  return {
    limit: count(read("limit")),
    remaining: count(read("remaining")),
    resetSeconds: durationSeconds(read("reset") ?? ""),
  };
}

function count(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text.trim()) ? Number(text) : null;
}

const unitSeconds: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of "6m0s", "20ms", "1h2m3.5s" or a bare number; null for anything else. At most a day. */
export function durationSeconds(text: string): number | null {
  const plain = text.trim();
  if (/^\d+(\.\d+)?$/.test(plain)) return Math.min(Number(plain), LONGEST_WAIT_SECONDS);
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(plain)) return null;
  let seconds = 0;
  for (const [, number, unit] of plain.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    seconds += Number(number) * (unitSeconds[unit ?? ""] ?? 0);
  }
  return Math.min(seconds, LONGEST_WAIT_SECONDS);
}
