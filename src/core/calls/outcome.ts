import { callRules } from "./call-rules.ts";
import type { Failure } from "./schema.ts";
import type { ServerNews } from "./settle-rate.ts";
import { BrightError } from "../errors.ts";
import { storableText } from "#/lib/storable-text.ts";
import {
  type FailureKind,
  ProviderError,
  type ProviderFault,
  type ProviderUsage,
  type RateLimits,
} from "#/platform/llm/port.ts";

/**
 * What is to be done about a call that brought no answer. "stopped": we ended it ourselves, so it is
 * nobody's failure. "row": a failure of this request alone, which the same request would meet again.
 */
export type OutcomeKind = Exclude<FailureKind, "invalid_output"> | "row" | "stopped";

/** The one classification of everything that can become of a call. */
export interface FailedOutcome {
  kind: OutcomeKind;
  failure: Failure;
  /** With "retry_at", seconds that the provider asked to wait. */
  retryAfterSeconds: number | null;
  server: ServerNews;
  /** "unknown": the money counts as spent, at what was held back. */
  billed: "no" | "unknown";
  /** Whether anything reached the provider: what didn't takes nothing from its limits. */
  isCounted: boolean;
  status: number | null;
  providerRequestId: string | null;
  limits: RateLimits | null;
  partial: { text: string; usage: ProviderUsage | null } | null;
  raw: unknown;
}

/** Why we ended a call: the reason of its signal. */
export class CallEnded extends Error {
  readonly why: "idle" | "total" | "stopped";

  constructor(why: "idle" | "total" | "stopped") {
    super(why);
    this.name = "CallEnded";
    this.why = why;
  }
}

/** Faults that need a person, but for this one request only: others may go through. */
const ofTheRow = new Set(["prompt_too_long", "request_too_large", "invalid_request"]);
/** What a server says when it is the one that fails, besides statuses from 500. */
const ofTheServer = new Set([
  "overloaded",
  "server_error",
  "timeout",
  "unknown_host",
  "unreachable",
  "connection_lost",
  "broken_off",
  "garbled",
]);
const neverSent = new Set(["unknown_host", "unreachable", "bad_certificate", "not_encrypted"]);

/**
 * What became of a call that threw. The text of an error that nobody foresaw stays in the log: it may hold
 * anything.
 * @param arrived whether a byte of an answer had come, when we ended it ourselves.
 */
export function outcomeOfError(
  error: unknown,
  {
    hasStarted,
    arrived,
    idleSeconds = callRules.idleSeconds,
    totalSeconds = callRules.totalSeconds,
  }: { hasStarted: boolean; arrived: boolean; idleSeconds?: number; totalSeconds?: number },
): FailedOutcome {
  if (error instanceof ProviderError) return outcomeOfFault(error.fault);
  const common = { ...unknownOutcome, isCounted: hasStarted };
  if (error instanceof BrightError) {
    const retryable = error.code === "unavailable";
    return {
      ...common,
      kind: retryable ? "needs_person" : "row",
      failure: { code: error.code, message: error.message, retryable },
      server: "unsaid",
      billed: "no",
      isCounted: false,
    };
  }
  if (error instanceof CallEnded && error.why !== "stopped") {
    const seconds = error.why === "idle" ? idleSeconds : totalSeconds;
    const what =
      error.why === "idle"
        ? `Nothing more came from the writer for ${seconds} seconds`
        : `The writer hadn't finished after ${seconds} seconds`;
    return {
      ...common,
      kind: "retryable",
      failure: {
        code: error.why === "idle" ? "stalled" : "timeout",
        message: `${what}, so the call was given up. It stands in the log, and what it may have cost counts as spent.`,
        retryable: true,
      },
      server: "failing",
      billed: "unknown",
    };
  }
  if (isNamed(error, "AbortError") || error instanceof CallEnded) {
    return {
      ...common,
      kind: "stopped",
      failure: {
        code: "stopped",
        message:
          "The call was stopped before the writer had finished. It stands in the log; try again.",
        retryable: true,
      },
      server: "unsaid",
      billed: hasStarted ? "unknown" : "no",
    };
  }
  return {
    ...common,
    kind: "row",
    failure: {
      code: "unexpected",
      message:
        "The writer failed in a way that isn't known. The call stands in the log; try again, and look at it there if it happens again.",
      retryable: true,
    },
    server: "unsaid",
    billed: arrived || hasStarted ? "unknown" : "no",
  };
}

/** What a provider's fault asks for. */
export function outcomeOfFault(fault: ProviderFault): FailedOutcome {
  const kind = kindOf(fault);
  return {
    kind,
    failure: {
      code: fault.code,
      // A vendor's own words may stand in it, and with them what Postgres can't hold.
      message: storableText(fault.message),
      retryable: kind === "retryable" || kind === "retry_at" || kind === "needs_person",
    },
    retryAfterSeconds: fault.retryAfterSeconds ?? null,
    server: serverOf(fault),
    billed: fault.billed ?? (fault.partial?.text ? "unknown" : "no"),
    isCounted: !neverSent.has(fault.code),
    status: fault.status ?? null,
    providerRequestId: fault.providerRequestId ? storableText(fault.providerRequestId) : null,
    limits: fault.limits ?? null,
    partial: fault.partial ?? null,
    raw: fault.raw ?? null,
  };
}

function kindOf({ kind, code }: ProviderFault): OutcomeKind {
  // The caller judges answers; a provider that calls its own answer unusable gets another try.
  if (kind === "invalid_output") return "retryable";
  return kind === "needs_person" && ofTheRow.has(code) ? "row" : kind;
}

function serverOf({ kind, code, status }: ProviderFault): ServerNews {
  if (code === "rate_limited" || status === 429)
    return kind === "needs_person" ? "unsaid" : "limited";
  if (ofTheServer.has(code) || (status !== undefined && status >= 500)) return "failing";
  // Who refuses a request, or finds it wrong, is at work.
  return kind === "refused" ? "well" : "unsaid";
}

const unknownOutcome = {
  retryAfterSeconds: null,
  status: null,
  providerRequestId: null,
  limits: null,
  partial: null,
  raw: null,
} as const;

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
