import { ProviderError, type ProviderFault, type RateLimits } from "./port.ts";
import { retryAfterSeconds, USUAL_WAIT_SECONDS } from "./retry-after.ts";
import { storableText } from "#/lib/storable-text.ts";

/** What an error answer told, whichever vendor's. */
export interface VendorFailure {
  /** The connection's name, as people know it. */
  label: string;
  status: number;
  headers: Headers | undefined;
  model: string | null;
  /** The vendor's own words, or "". */
  words: string;
  /** Whether the body was an error object of the vendor's API. */
  isApiBody: boolean;
  limits: RateLimits | null;
  providerRequestId: string | null;
  raw: unknown;
}

type Meaning = Pick<ProviderFault, "code" | "message" | "kind"> & { retryAfterSeconds?: number };

/**
 * The fault of an HTTP error status. Vendors tell their special cases apart first.
 * An error status before any answer isn't billed.
 */
export function faultOfStatus(failure: VendorFailure): ProviderFault {
  const { status, isApiBody, limits, providerRequestId, raw } = failure;
  const told = { status, isApiBody, limits, providerRequestId, raw };
  return { ...meaningOf(failure), ...told, billed: "no" };
}

function meaningOf(failure: VendorFailure): Meaning {
  const { status, label, model } = failure;
  const said = saidBy(failure.words);
  if (status === 429) return rateLimited(failure);
  if (status === 408 || status === 409 || status >= 500) return passing(failure);
  if (!failure.isApiBody && status !== 401 && status !== 402 && status !== 403) {
    return notAnApi(label);
  }
  if (status === 401) {
    return person(
      "wrong_key",
      `${label} doesn't accept the key: it is wrong, revoked or of another account. Enter a new one on the Writers page.`,
    );
  }
  if (status === 402) {
    return person("no_credit", `${label} says that the account has no credit. Top it up there.`);
  }
  if (status === 403) {
    return person(
      "forbidden",
      `The key may not do this at ${label}.${said} Give it the right there.`,
    );
  }
  if (status === 404) {
    return model === null
      ? person(
          "not_found",
          `${label} doesn't know what was asked for.${said} Nothing was changed. Check the address on the Writers page, and whether the server offers this at all.`,
        )
      : person(
          "unknown_model",
          `${label} doesn't know the model "${model}". Choose one that the account offers on the Writers page.`,
        );
  }
  if (status === 413) {
    return person(
      "request_too_large",
      `The request is larger than ${label} takes. Send fewer or shorter passages.`,
    );
  }
  return person(
    "invalid_request",
    `${label} refused the request as wrong.${said} Nothing was changed. The same request would be refused again: mend what it names, or choose another model.`,
  );
}

function rateLimited(failure: VendorFailure): Meaning {
  const waits = retryAfterSeconds(failure.headers) ?? longestReset(failure.limits);
  return {
    code: "rate_limited",
    message: `${failure.label} takes no more calls for the moment. This mostly passes by itself.`,
    kind: "retry_at",
    retryAfterSeconds: waits ?? USUAL_WAIT_SECONDS,
  };
}

function passing({ status, label, headers }: VendorFailure): Meaning {
  const code =
    { 408: "timeout", 409: "conflict", 504: "timeout", 529: "overloaded" }[status] ??
    "server_error";
  const happened =
    code === "overloaded" ? "has too much to do right now" : "has a fault of its own right now";
  const message = `${label} ${happened}. This mostly passes by itself.`;
  const waits = retryAfterSeconds(headers);
  return waits === null
    ? { code, message, kind: "retryable" }
    : { code, message, kind: "retry_at", retryAfterSeconds: waits };
}

/** Seconds until the last of the emptied levels is full; null when none is empty. */
function longestReset(limits: RateLimits | null): number | null {
  const resets = Object.values(limits ?? {}).flatMap((level) =>
    level.remaining === 0 && level.resetSeconds !== null ? [level.resetSeconds] : [],
  );
  return resets.length > 0 ? Math.max(...resets) : null;
}

/** What is at the address answers, but not as an API does. */
export function notAnApi(label: string): Meaning {
  return person(
    "not_an_api",
    `This address isn't an API of the kind that ${label} was set up as: it answered with a page or with text. Check the address; most model servers want /v1 at its end.`,
  );
}

/** A fault that waits for a person. */
export function person(code: string, message: string): Meaning {
  return { code, message, kind: "needs_person" };
}

const LONGEST_WORDS = 300;

/** A vendor's own words as a sentence that can follow ours. */
export function saidBy(words: string): string {
  const plain = storableText(words).replace(/\s+/g, " ").trim();
  if (plain === "") return "";
  // By whole characters: half of one can't be stored.
  const characters = Array.from(plain.slice(0, 2 * LONGEST_WORDS + 1));
  const isLong = characters.length > LONGEST_WORDS;
  const short = isLong ? `${characters.slice(0, LONGEST_WORDS).join("")}…` : plain;
  return ` It says: "${short}".`;
}

/** The ProviderError inside what an SDK wrapped around it, if there is one. */
export function wrappedFault(error: unknown): ProviderFault | null {
  for (let inner = error, depth = 0; depth < 5; depth += 1) {
    if (inner instanceof ProviderError) return inner.fault;
    if (!(inner instanceof Error)) return null;
    inner = inner.cause;
  }
  return null;
}

/** The same fault without the key, should a server have repeated it. */
export function withoutKey(fault: ProviderFault, apiKey: string | null): ProviderFault {
  if (apiKey === null || apiKey.length < 4) return fault;
  const clean = (text: string) => text.replaceAll(apiKey, "[key]");
  const raw: unknown =
    fault.raw === undefined ? undefined : JSON.parse(clean(JSON.stringify(fault.raw) ?? "null"));
  return { ...fault, message: clean(fault.message), ...(raw === undefined ? {} : { raw }) };
}
