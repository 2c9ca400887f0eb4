import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isObject } from "./fill-schema.ts";
import { nothingBilled } from "./models.ts";
import { attemptOf, type Exchange, keyOf, sha256, type World } from "./world.ts";

/** Reads a request whole and makes its entry; `outcome.kind` is set when the client left while sending. */
export async function receive(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Exchange> {
  const receivedAt = Date.now();
  const at = world.clock.now();
  const url = new URL(request.url ?? "/", world.url);
  const key = keyOf(request);
  const outcome: Exchange["outcome"] = {};
  // Counted at the arrival, not when the body is whole.
  const ordinal = url.pathname.startsWith("/control/") ? -1 : world.received++;
  const closing = new AbortController();
  let body = "";
  let isWhole = false;
  try {
    body = await readBody(request);
    isWhole = true;
  } catch {
    outcome.kind = "upload-broken";
  }
  const json = parse(body);
  const model = isObject(json) && typeof json["model"] === "string" ? json["model"] : null;
  const exchange: Exchange = {
    request,
    response,
    url,
    body,
    json,
    key,
    outcome,
    at,
    recorded: Promise.resolve(),
    wasReset: false,
    closed: closing.signal,
    entry: {
      id: `req_${randomUUID().replaceAll("-", "").slice(0, 24)}`,
      ordinal,
      draw: null,
      receivedAt,
      method: request.method ?? "GET",
      path: url.pathname,
      keyLast4: key.slice(-4),
      model,
      requestHash: sha256(body),
      attempt: attemptOf(request, json),
      kind: "pending",
      refused: false,
      status: null,
      firstByteAt: null,
      lastByteAt: null,
      clientGoneAt: null,
      inputTokens: 0,
      outputTokens: 0,
      billed: nothingBilled,
      costMicros: 0,
      batchId: null,
      customId: null,
      completed: false,
    },
  };
  if (!isWhole) outcome.clientGoneAt = Date.now();
  const close = () => {
    const isUnsent = !response.writableFinished && !exchange.wasReset;
    if (isUnsent) outcome.clientGoneAt ??= Date.now();
    closing.abort();
  };
  // The client may have left while its request was read.
  if (response.closed) close();
  else response.once("close", close);
  return exchange;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  if (!request.complete) throw new Error("The client left while it sent its request.");
  return Buffer.concat(parts).toString("utf8");
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
