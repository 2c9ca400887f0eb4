/** No vendor's window is longer; more is a mistake or a trick. */
export const LONGEST_WAIT_SECONDS = 24 * 3600;

/** When a server says "too many" without saying until when. */
export const USUAL_WAIT_SECONDS = 15;

/**
 * Seconds that a `retry-after` header asks for: a number or an HTTP date (RFC 9110, 10.2.3), held within
 * 0 and a day; null where it says nothing that makes sense. Dates count from the server's own clock (its
 * `date` header), since this machine's may be wrong.
 */
export function retryAfterSeconds(headers: Headers | undefined): number | null {
  const text = headers?.get("retry-after")?.trim();
  if (!headers || text === undefined || text === "") return null;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(Number(text), LONGEST_WAIT_SECONDS);
  const seconds = secondsUntil(text, headers);
  return seconds === null || !/[a-z]/i.test(text) ? null : seconds;
}

/** Seconds from the server's now to a date in one of its headers, within 0 and a day; null for no date. */
export function secondsUntil(date: string, headers: Headers): number | null {
  const until = Date.parse(date);
  if (Number.isNaN(until)) return null;
  const serverNow = Date.parse(headers.get("date") ?? "");
  const now = Number.isNaN(serverNow) ? Date.now() : serverNow;
  return Math.min(Math.max((until - now) / 1000, 0), LONGEST_WAIT_SECONDS);
}
