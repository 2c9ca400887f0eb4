import Anthropic from "@anthropic-ai/sdk";
import { createGuardedFetch } from "../../address-guard.ts";
import { parseServerAddress } from "../../address-rules.ts";
import type { CallWatch } from "../../port.ts";
import type { VendorSettings } from "../../vendor.ts";

const OWN_ADDRESS = "https://api.anthropic.com";

/** The longest timer there is: the caller's signal ends calls, not the SDK. */
const NEVER_MS = 2 ** 31 - 1;

/**
 * The SDK's client with everything off that it would do by itself: retries, clocks, logging, tracing, and
 * reading keys and addresses from the environment or the home directory.
 * @throws ProviderError for an address that may not be called.
 */
export function createClient(settings: VendorSettings, maxResponseBytes?: number): Anthropic {
  const { apiKey, isPrivateAllowed } = settings;
  const address = parseServerAddress(settings.baseUrl ?? OWN_ADDRESS, { isPrivateAllowed });
  return new Anthropic({
    // Without one the SDK would look for keys on this machine; the header is taken out instead.
    apiKey: apiKey ?? "none",
    authToken: null,
    baseURL: address.href.replace(/\/+$/, "").replace(/\/v1$/, ""),
    fetch: createGuardedFetch({
      isPrivateAllowed,
      ...(maxResponseBytes === undefined ? {} : { maxResponseBytes }),
    }),
    maxRetries: 0,
    timeout: NEVER_MS,
    logLevel: "off",
    openTelemetry: false,
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
