import OpenAI from "openai";
import { createGuardedFetch } from "../../address-guard.ts";
import { parseServerAddress } from "../../address-rules.ts";
import type { CallWatch } from "../../port.ts";
import type { VendorSettings } from "../../vendor.ts";

export const OWN_ADDRESS = "https://api.openai.com/v1";

/** The longest timer there is: the caller's signal ends calls, not the SDK. */
const NEVER_MS = 2 ** 31 - 1;

/**
 * The SDK's client with everything off that it would do by itself: retries, clocks, logging, and reading
 * keys, organisations and addresses from the environment. A server of one's own needs no key.
 * @throws ProviderError for an address that may not be called.
 */
export function createClient({ apiKey, baseUrl, isPrivateAllowed }: VendorSettings): OpenAI {
  const address = parseServerAddress(baseUrl ?? OWN_ADDRESS, { isPrivateAllowed });
  return new OpenAI({
    // The SDK insists on one; the header is taken out instead.
    apiKey: apiKey ?? "none",
    adminAPIKey: null,
    organization: null,
    project: null,
    baseURL: address.href.replace(/\/+$/, ""),
    fetch: createGuardedFetch({ isPrivateAllowed }),
    maxRetries: 0,
    timeout: NEVER_MS,
    logLevel: "off",
    ...(apiKey === null ? { defaultHeaders: { Authorization: null } } : {}),
  });
}

/** The options of every request: who stops it, and our own id of it. */
export function optionsOf({ signal, attemptId }: CallWatch) {
  return {
    signal,
    ...(attemptId === undefined ? {} : { headers: { "x-client-request-id": attemptId } }),
  };
}
