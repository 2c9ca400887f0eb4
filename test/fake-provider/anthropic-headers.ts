import type { VendorError } from "./anthropic-errors.ts";
import { errorBody, errorOfStatus } from "./anthropic-errors.ts";
import { deliver } from "./deliver.ts";
import type { BucketState } from "./limits.ts";
import type { Fault } from "./scenario.ts";
import { bucketsOf, type Exchange, headerRate, retryAfterOf, type World } from "./world.ts";

/** request-id, and the rate headers of a model where one was named. */
export function anthropicHeaders(
  world: World,
  exchange: Exchange,
  model?: string,
): Record<string, string> {
  const headers: Record<string, string> = { "request-id": exchange.entry.id };
  const state = model && bucketsOf(world, exchange.key, model)?.state(world.clock.now());
  if (!state) return headers;
  const add = (name: string, bucket: BucketState | undefined) => {
    if (!bucket) return;
    const { clock, scenario } = world;
    const full = clock.date(clock.now() + bucket.fullIn, scenario.headerClock).toISOString();
    const prefix = `anthropic-ratelimit-${name}`;
    headers[`${prefix}-limit`] = String(headerRate(world, bucket.limit));
    headers[`${prefix}-remaining`] = String(bucket.remaining);
    headers[`${prefix}-reset`] = scenario.timeScale === 1 ? full.replace(/\.\d+Z$/, "Z") : full;
  };
  const { requests, input, output } = state;
  add("requests", requests);
  add("input-tokens", input);
  add("output-tokens", output);
  if (input && output) {
    add("tokens", {
      limit: input.limit + output.limit,
      remaining: input.remaining + output.remaining,
      fullIn: Math.max(input.fullIn, output.fullIn),
    });
  }
  return headers;
}

export async function sendJson(
  world: World,
  exchange: Exchange,
  status: number,
  body: object,
  headers: Record<string, string>,
): Promise<void> {
  await deliver(exchange, world.clock, {
    status,
    headers: { "content-type": "application/json", ...headers },
    pieces: [JSON.stringify(body)],
    firstByte: 0,
    lastByte: 0,
  });
}

/** Sends an error; `after` is how many seconds it takes to come. */
export async function sendError(
  world: World,
  exchange: Exchange,
  error: VendorError,
  { model, after = 0 }: { model?: string; after?: number } = {},
): Promise<void> {
  exchange.outcome.kind ??= "rejected";
  const retry: Record<string, string> =
    error.retryAfter === undefined ? {} : { "retry-after": error.retryAfter };
  await deliver(exchange, world.clock, {
    status: error.status,
    headers: {
      "content-type": "application/json",
      ...anthropicHeaders(world, exchange, model),
      ...retry,
    },
    pieces: [JSON.stringify(errorBody(exchange.entry.id, error))],
    firstByte: after,
    lastByte: after,
  });
}

/**
 * Plays a fault on a call that writes nothing (models, counts, batches).
 * @returns false for faults that only make sense on an answer.
 */
export async function playFault(world: World, exchange: Exchange, fault: Fault): Promise<boolean> {
  if (fault.kind === "status") {
    exchange.outcome.kind = `fault:${fault.kind}`;
    const error = errorOfStatus(fault.status, retryAfterOf(world, fault.retryAfter));
    await sendError(world, exchange, error);
    return true;
  }
  if (fault.kind !== "hang" && fault.kind !== "html" && fault.kind !== "reset-before-headers") {
    return false;
  }
  exchange.outcome.kind = `fault:${fault.kind}`;
  const empty = { status: 200, headers: {}, pieces: [""], firstByte: 0, lastByte: 0 };
  await deliver(exchange, world.clock, empty, fault);
  return true;
}
