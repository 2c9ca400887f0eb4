import type { Failure } from "./schema.ts";
import { BrightError } from "../errors.ts";
import { ProviderError } from "#/platform/llm/port.ts";

/** Seconds after which a call that has not ended is given up. */
export const CALL_DEADLINE_SECONDS = 300;

/**
 * What went wrong with a call, in a person's words. The text of an error that nobody foresaw stays in the
 * log: it may hold anything.
 */
export function failureOfError(error: unknown): Failure {
  if (error instanceof ProviderError) {
    return { code: error.fault.code, message: error.message, retryable: error.isRetryable };
  }
  if (error instanceof BrightError) {
    return { code: error.code, message: error.message, retryable: error.code === "unavailable" };
  }
  if (isNamed(error, "TimeoutError")) {
    return {
      code: "timeout",
      message: `The writer hadn't finished after ${CALL_DEADLINE_SECONDS / 60} minutes, so the call was given up. The conversation stays as it was; try again.`,
      retryable: true,
    };
  }
  if (isNamed(error, "AbortError")) {
    return {
      code: "stopped",
      message:
        "The call was stopped before the writer had finished. The conversation stays as it was; try again.",
      retryable: true,
    };
  }
  return {
    code: "unexpected",
    message:
      "The writer failed in a way that isn't known. The conversation stays as it was; try again, and look at the call's record if it happens again.",
    retryable: true,
  };
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
