import { APIError } from "@anthropic-ai/sdk";
import { limitsOf } from "./limits.ts";
import type { ProviderFault } from "../../port.ts";
import { faultOfStatus, person, saidBy, wrappedFault } from "../../vendor-faults.ts";

/** Whose call failed, for the sentence. */
export interface FaultScene {
  label: string;
  /** Null for calls that name no model. */
  model: string | null;
}

/** 429s without a retry-after that last until somebody raises a limit or the month ends. */
const spendCaps = new Set([
  "enforced_spend_limit_reached",
  "contract_spend_limit_reached",
  "linked_organization_spend_limit_reached",
]);

/** What an error of the SDK means; null for one that nobody foresaw. */
export function faultOf(error: unknown, scene: FaultScene): ProviderFault | null {
  const wrapped = wrappedFault(error);
  if (wrapped) return wrapped;
  if (error instanceof SyntaxError) return garbled(scene.label);
  if (!(error instanceof APIError)) return null;
  if (error.status === undefined)
    return error.error === undefined ? null : streamFault(error, scene);
  const words = error.apiMessage ?? "";
  const failure = {
    ...scene,
    status: error.status,
    headers: error.headers,
    words,
    isApiBody: error.type !== null,
    limits: limitsOf(error.headers),
    providerRequestId: error.requestID ?? null,
    raw: { status: error.status, body: error.error ?? error.message.slice(0, 2_000) },
  };
  const fault = faultOfStatus(failure);
  const special = specialMeaning(error, words, scene);
  if (!special) return fault;
  const { retryAfterSeconds: _, ...rest } = fault;
  return { ...rest, ...special };
}

/** Causes that the status alone doesn't tell. */
function specialMeaning(error: APIError, words: string, { label }: FaultScene) {
  if (error.status === 429 && spendCaps.has(error.errorCode ?? "")) {
    return person(
      "spend_cap",
      `The account has reached its spending limit at ${label}. It takes calls again when the limit is raised there or when its next month begins.`,
    );
  }
  if (error.status !== 400) return null;
  if (/usage limit|spend(ing)? limit/i.test(words)) {
    return person(
      "own_spend_limit",
      `The account has reached the spending limit that its owner set at ${label}.${saidBy(words)} Raise it there, or wait for the day that it names.`,
    );
  }
  if (/credit balance/i.test(words)) {
    return person("no_credit", `${label} says that the account has no credit. Top it up there.`);
  }
  if (/prompt is too long|context (window|limit)|exceed.*context/i.test(words)) {
    return person(
      "prompt_too_long",
      `The prompt is longer than the model can read.${saidBy(words)} Choose fewer or shorter passages, or a model with more room.`,
    );
  }
  return null;
}

/** An `error` event after the status 200: nothing was decided, and what was written may be on the bill. */
function streamFault(error: APIError, { label }: FaultScene): ProviderFault {
  const code = error.type === "overloaded_error" ? "overloaded" : "broken_off";
  return {
    code,
    message: `${label} broke off in the middle of its answer${code === "overloaded" ? " because it has too much to do" : ""}. What had arrived is kept, and the money counts as spent.`,
    kind: "retryable",
    billed: "unknown",
    providerRequestId: error.requestID ?? null,
    limits: limitsOf(error.headers),
    raw: error.error,
  };
}

function garbled(label: string): ProviderFault {
  return {
    code: "garbled",
    message: `${label} sent something that can't be read. What had arrived is kept, and the money counts as spent.`,
    kind: "retryable",
    billed: "unknown",
  };
}
