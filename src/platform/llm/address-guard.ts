import { lookup as systemLookup, type LookupAddress } from "node:dns";
import * as http from "node:http";
import * as https from "node:https";
import type { LookupFunction } from "node:net";
import { pipeline, type Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import {
  type AddressRules,
  hostOf,
  parseServerAddress,
  refusalOfAddress,
} from "./address-rules.ts";
import { connectionFault } from "./connection-faults.ts";
import { ProviderError } from "./port.ts";

/** More than any answer of a model; a batch's results are read with a limit of their own. */
export const MAX_RESPONSE_BYTES = 64 * 1024 * 1024;

/** Seconds that an idle connection is kept for the next call. */
const KEEP_IDLE_SECONDS = 4;

export interface GuardSettings extends AddressRules {
  /** Most bytes of one answer, after unpacking. */
  maxResponseBytes?: number;
  /** Resolves all addresses of a name; the system's by default. */
  resolveName?: (
    name: string,
    done: (error: Error | null, addresses: LookupAddress[]) => void,
  ) => void;
}

export type GuardedFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/**
 * A `fetch` for addresses that people enter. The address that is connected to is the one that was judged:
 * it is checked in the socket's own look-up, so a name that resolves differently a moment later gains
 * nothing. Redirects aren't followed. It has no clock of its own: the signal ends a call.
 * Rejects with ProviderError for each refusal and each broken connection; the body's stream does too.
 */
export function createGuardedFetch(settings: GuardSettings): GuardedFetch {
  const agents = new Map<string, http.Agent>();
  const agentFor = (protocol: string): http.Agent => {
    const known = agents.get(protocol);
    if (known) return known;
    const options = {
      keepAlive: true,
      timeout: KEEP_IDLE_SECONDS * 1000,
      lookup: guardedLookup(protocol, settings),
    };
    const agent = protocol === "https:" ? new https.Agent(options) : new http.Agent(options);
    agents.set(protocol, agent);
    return agent;
  };
  return async (input, init = {}) => {
    const url = parseServerAddress(input instanceof Request ? input.url : String(input), settings);
    const signal = init.signal ?? null;
    signal?.throwIfAborted();
    const headers = Object.fromEntries(new Headers(init.headers));
    headers["accept-encoding"] ??= "identity";
    const body =
      init.body === undefined || init.body === null
        ? null
        : Buffer.from(await new Response(init.body).arrayBuffer());
    if (body) headers["content-length"] = String(body.byteLength);
    // It may have come while the body was read.
    signal?.throwIfAborted();
    const message = await send(url, body, signal, {
      agent: agentFor(url.protocol),
      method: init.method ?? "GET",
      headers,
    });
    return toResponse(message, url, signal, settings.maxResponseBytes ?? MAX_RESPONSE_BYTES);
  };
}

/** Refuses when any address of the name is refused: the system may choose any of them. */
function guardedLookup(protocol: string, settings: GuardSettings): LookupFunction {
  const resolveName =
    settings.resolveName ?? ((name, done) => systemLookup(name, { all: true }, done));
  return (name, options, done) => {
    resolveName(name, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first) {
        return done(error ?? Object.assign(new Error("no address"), { code: "ENOTFOUND" }), "");
      }
      for (const { address } of addresses) {
        const refusal = refusalOfAddress(address, protocol, settings);
        if (refusal) return done(new ProviderError(refusal), "");
      }
      if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}

function send(
  url: URL,
  body: Buffer | null,
  signal: AbortSignal | null,
  options: http.RequestOptions,
): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === "https:" ? https : http).request(url, options);
    let message: http.IncomingMessage | undefined;
    // Ending the request alone would let a reader of the answer wait for ever.
    const abort = () => (message ?? request).destroy(abortReason(signal));
    signal?.addEventListener("abort", abort, { once: true });
    request.once("close", () => signal?.removeEventListener("abort", abort));
    request.once("response", (response) => {
      message = response;
      resolve(response);
    });
    // Stays for the whole life: an error without a listener would end the process.
    request.on("error", (error) =>
      reject(asFault(error, url, signal, request.writableFinished && request.socket !== null)),
    );
    request.end(body ?? undefined);
  });
}

function toResponse(
  message: http.IncomingMessage,
  url: URL,
  signal: AbortSignal | null,
  maxBytes: number,
): Response {
  const status = message.statusCode ?? 0;
  if (status >= 300 && status < 400) {
    message.destroy();
    throw new ProviderError({
      code: "redirected",
      message: `${hostOf(url)} sends calls on to another address, which isn't followed, since the key would go along. Enter the final address itself.`,
      kind: "needs_person",
      status,
      billed: "no",
    });
  }
  const headers = new Headers();
  for (let index = 0; index + 1 < message.rawHeaders.length; index += 2) {
    headers.append(message.rawHeaders[index] ?? "", message.rawHeaders[index + 1] ?? "");
  }
  const hasBody = status !== 204 && status !== 205;
  if (!hasBody) message.resume();
  const body = hasBody ? streamOf(message, url, signal, maxBytes) : null;
  return new Response(body, { status, statusText: message.statusMessage ?? "", headers });
}

function streamOf(
  message: http.IncomingMessage,
  url: URL,
  signal: AbortSignal | null,
  maxBytes: number,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunks = boundedBody(unpacked(message), url, signal, maxBytes);
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel() {
      message.destroy();
    },
  });
}

/** Servers are asked not to pack; some do so all the same. */
function unpacked(message: http.IncomingMessage): Readable {
  const unpack = {
    gzip: createGunzip,
    "x-gzip": createGunzip,
    deflate: createInflate,
    br: createBrotliDecompress,
  }[message.headers["content-encoding"] ?? ""];
  if (!unpack) return message;
  // The error reaches the reader through the unpacking stream itself.
  return pipeline(message, unpack(), () => undefined);
}

async function* boundedBody(
  stream: Readable,
  url: URL,
  signal: AbortSignal | null,
  maxBytes: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let bytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) {
        throw new ProviderError({
          code: "answer_too_large",
          message: `${hostOf(url)} sent more than ${Math.round(maxBytes / 1024 / 1024)} MB in one answer, so it was cut off. Check that the address is a model server's.`,
          kind: "needs_person",
          billed: "unknown",
        });
      }
      yield new Uint8Array(chunk);
    }
  } catch (error) {
    throw asFault(error, url, signal, true);
  }
}

function asFault(error: unknown, url: URL, signal: AbortSignal | null, wasSent: boolean): unknown {
  if (signal?.aborted) return abortReason(signal);
  if (error instanceof ProviderError) return error;
  return new ProviderError(connectionFault(error, hostOf(url), wasSent));
}

function abortReason(signal: AbortSignal | null): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new DOMException("stopped", "AbortError");
}
