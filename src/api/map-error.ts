import { ORPCError, ValidationError } from "@orpc/server";
import type { Logger } from "pino";
import { BrightError, type ErrorCode, notFound } from "#/core/errors.ts";
import { inputError } from "#/core/parse-input.ts";

const edge: Record<ErrorCode, { code: string; status: number }> = {
  invalid_input: { code: "INVALID_INPUT", status: 400 },
  unauthenticated: { code: "UNAUTHENTICATED", status: 401 },
  forbidden: { code: "FORBIDDEN", status: 403 },
  not_found: { code: "NOT_FOUND", status: 404 },
  conflict: { code: "CONFLICT", status: 409 },
  too_large: { code: "TOO_LARGE", status: 413 },
  unavailable: { code: "UNAVAILABLE", status: 503 },
};

/**
 * The one place where errors leave the server. Errors that are not for people are logged with the
 * request id and answered with one neutral sentence that carries it.
 */
export function mapError(
  error: unknown,
  log: Logger,
  requestId: string,
): ORPCError<string, unknown> {
  if (error instanceof BrightError) return fromBright(error);
  if (error instanceof ORPCError) {
    if (error.cause instanceof ValidationError && error.code === "BAD_REQUEST") {
      const { issues } = error.cause;
      return fromBright(unknownId(issues) ?? inputError(issues.map(plainIssue)));
    }
    if (error.status === 404) {
      return new ORPCError("NOT_FOUND", {
        status: 404,
        message:
          "There is nothing at this address. See /api/v1/openapi.json for what can be called.",
      });
    }
    if (error.status < 500) return unreadable(error.status);
  }
  log.error({ err: error, requestId }, "request failed");
  return new ORPCError("INTERNAL", {
    status: 500,
    message: `Something went wrong on our side. What was saved before is kept. Try again; if it stays, look into the log for ${requestId}.`,
  });
}

/** The answer to a request that isn't what the contract describes. */
export function unreadable(status: number): ORPCError<string, unknown> {
  return new ORPCError("INVALID_INPUT", {
    status,
    message:
      "The request can't be read: its body must be JSON of the documented shape, sent as application/json. Nothing was changed; correct it and send it again.",
    data: { fields: [] },
  });
}

function fromBright(error: BrightError): ORPCError<string, unknown> {
  const { code, status } = edge[error.code];
  const data = error.code === "invalid_input" ? { fields: error.fields } : undefined;
  return new ORPCError(code, { status, message: error.message, data });
}

/** An id that can't be one is an unknown one: "conversationId" answers like a conversation that isn't there. */
function unknownId(issues: ValidationError["issues"]): BrightError | undefined {
  for (const issue of issues) {
    const [name, ...deeper] = issue.path ?? [];
    if (typeof name !== "string" || deeper.length > 0 || !("format" in issue)) continue;
    const noun = /^([a-z]+)Id$/.exec(name)?.[1];
    if (noun && issue.format === "uuid") return notFound(noun === "batch" ? "run" : noun);
  }
  return undefined;
}

function plainIssue(issue: { path?: readonly unknown[] | undefined; message: string }) {
  return { path: issue.path ?? [], message: issue.message };
}
