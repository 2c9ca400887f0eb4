import type { ErrorDetails, ErrorResponse, ErrorType } from "@anthropic-ai/sdk/resources";
import type { Exchange, World } from "./world.ts";
import { keyStateOf } from "./world.ts";

/** An error as the vendor answers it, with its details where it has any. */
export interface VendorError {
  status: number;
  type: ErrorResponse["error"]["type"];
  message: string;
  details?: ErrorDetails;
  retryAfter?: string | undefined;
}

const types: Record<number, ErrorResponse["error"]["type"]> = {
  400: "invalid_request_error",
  401: "authentication_error",
  402: "billing_error",
  403: "permission_error",
  404: "not_found_error",
  429: "rate_limit_error",
  504: "timeout_error",
  529: "overloaded_error",
};
const messages: Record<number, string> = {
  429: "This request would exceed your organization's rate limit. Please try again later.",
  500: "Internal server error",
  502: "Bad gateway",
  503: "Service unavailable",
  504: "The request timed out while processing.",
  529: "Overloaded",
};

export function errorOfStatus(status: number, retryAfter?: string): VendorError {
  const type = types[status] ?? (status < 500 ? "invalid_request_error" : "api_error");
  return { status, type, message: messages[status] ?? `Status ${status}`, retryAfter };
}

export function invalid(message: string): VendorError {
  return { status: 400, type: "invalid_request_error", message };
}

export function notFound(message: string): VendorError {
  return { status: 404, type: "not_found_error", message };
}

export function errorBody(id: string, error: VendorError): ErrorResponse {
  const inner: ErrorResponse["error"] & { details?: ErrorDetails } = {
    type: error.type,
    message: error.message,
    ...(error.details ? { details: error.details } : {}),
  };
  return { type: "error", error: inner, request_id: id };
}

/** The event that ends a stream which began with 200. */
export function errorEvent(
  id: string,
  type: Extract<ErrorType, "overloaded_error" | "api_error">,
): string {
  const message = type === "overloaded_error" ? "Overloaded" : "Internal server error";
  const body: ErrorResponse = { type: "error", error: { type, message }, request_id: id };
  return `event: error\ndata: ${JSON.stringify(body)}\n\n`;
}

/** What the version header and the key forbid, before anything else is looked at. */
export function gateError(world: World, { request, key }: Exchange): VendorError | null {
  const version = request.headers["anthropic-version"];
  if (key === "") {
    return { status: 401, type: "authentication_error", message: "x-api-key header is required" };
  }
  switch (keyStateOf(world, key)) {
    case undefined:
    case "revoked":
      return { status: 401, type: "authentication_error", message: "invalid x-api-key" };
    case "forbidden":
      return {
        status: 403,
        type: "permission_error",
        message: "Your API key does not have permission to use the specified resource.",
      };
    default:
  }
  if (version === undefined) return invalid("anthropic-version: header is required");
  if (version !== "2026-10-21" && version !== "2023-06-01") {
    return invalid(`anthropic-version: "${String(version)}" is not a valid version`);
  }
  return null;
}

/** What the key's money forbids, for calls that cost some. */
export function moneyError(world: World, { key }: Exchange): VendorError | null {
  switch (keyStateOf(world, key)) {
    case "no-credit":
      return {
        status: 402,
        type: "billing_error",
        message: "Your credit balance is too low to access the Anthropic API.",
      };
    case "spend-cap":
      return {
        status: 429,
        type: "rate_limit_error",
        message: "Your organization has reached the monthly usage threshold of its tier.",
        details: { error_code: "enforced_spend_limit_reached" },
      };
    case "own-limit":
      return invalid(
        "You have reached your specified API usage limits. You will regain access on 2026-12-01 at 00:00 UTC.",
      );
    default:
      return null;
  }
}
