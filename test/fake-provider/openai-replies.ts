import type { ErrorObject } from "openai/resources/shared";
import { deliver, type Reply } from "./deliver.ts";
import { bucketsOf, type Exchange, headerRate, keyStateOf, type World } from "./world.ts";

export interface OpenAIError {
  status: number;
  error: ErrorObject;
  retryAfter?: string | undefined;
}

/** What the key forbids, before anything else is looked at. */
export function gateError(world: World, { key }: Exchange): OpenAIError | null {
  if (!world.scenario.openai.needsKey) return null;
  switch (keyStateOf(world, key)) {
    case undefined:
    case "revoked":
      return fail(401, "Incorrect API key provided.", "invalid_api_key");
    case "forbidden":
      return fail(403, "You are not allowed to use this resource.", "permission_denied");
    case "no-credit":
      return fail(402, "Insufficient credits.", "insufficient_credits");
    case "spend-cap":
    case "own-limit":
      return fail(
        429,
        "You exceeded your current quota, please check your plan and billing details.",
        "insufficient_quota",
      );
    default:
      return null;
  }
}

export function fail(status: number, message: string, code: string | null = null): OpenAIError {
  const type =
    status === 429
      ? code === "insufficient_quota"
        ? "insufficient_quota"
        : "requests"
      : status >= 500
        ? "server_error"
        : "invalid_request_error";
  return { status, error: { message, type, code, param: null } };
}

export async function sendError(
  world: World,
  exchange: Exchange,
  { status, error, retryAfter }: OpenAIError,
  model?: string,
): Promise<void> {
  exchange.outcome.kind ??= "rejected";
  const reply = jsonReply(exchange, status, { error });
  if (model !== undefined) Object.assign(reply.headers, headersOf(world, exchange, model));
  if (retryAfter !== undefined) reply.headers["retry-after"] = retryAfter;
  await deliver(exchange, world.clock, reply);
}

export function jsonReply({ entry }: Exchange, status: number, body: object): Reply {
  const headers = { "content-type": "application/json", "x-request-id": entry.id };
  return { status, headers, pieces: [JSON.stringify(body)], firstByte: 0, lastByte: 0 };
}

/** x-request-id, and the rate headers of a model where the server sends them. */
export function headersOf(world: World, exchange: Exchange, model: string): Record<string, string> {
  const headers: Record<string, string> = { "x-request-id": exchange.entry.id };
  const state = bucketsOf(world, exchange.key, model)?.state(world.clock.now());
  if (!state || !world.scenario.openai.rateHeaders) return headers;
  // One limit for tokens: the one that is nearer its end.
  const { input, output } = state;
  const share = (bucket: { remaining: number; limit: number }) => bucket.remaining / bucket.limit;
  const tokens =
    input && output ? (share(input) < share(output) ? input : output) : (input ?? output);
  for (const [name, bucket] of [
    ["requests", state.requests],
    ["tokens", tokens],
  ] as const) {
    if (!bucket) continue;
    headers[`x-ratelimit-limit-${name}`] = String(headerRate(world, bucket.limit));
    headers[`x-ratelimit-remaining-${name}`] = String(bucket.remaining);
    headers[`x-ratelimit-reset-${name}`] = duration(world, bucket.fullIn);
  }
  return headers;
}

/** "1m12.5s", "340ms": as OpenAI writes how long it takes until a limit is whole again. */
function duration(world: World, seconds: number): string {
  const { timeScale, headerClock } = world.scenario;
  const real = headerClock === "scenario" ? seconds : seconds * timeScale;
  if (real < 1) return `${Math.ceil(real * 1_000)}ms`;
  const minutes = Math.floor(real / 60);
  const rest = `${Math.round((real - minutes * 60) * 1_000) / 1_000}s`;
  return minutes > 0 ? `${minutes}m${rest}` : rest;
}
