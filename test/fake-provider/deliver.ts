import type { Clock } from "./clock.ts";
import type { Fault } from "./scenario.ts";
import type { Exchange } from "./world.ts";

export interface Reply {
  status: number;
  headers: Record<string, string>;
  /** The body in the pieces that a stream sends one after the other. */
  pieces: string[];
  /** Seconds from the arrival to the first and to the last byte. */
  firstByte: number;
  lastByte: number;
}

const HTML = "<!doctype html><html><head><title>502 Bad Gateway</title></head><body></body></html>";
// Real milliseconds between two writes at least, and writes of one answer at most.
const STEP_MS = 10;
const STEPS = 40;

/**
 * Sends a reply in its time, with what the fault does to the connection, and notes in the outcome when the
 * bytes went. @returns the share of the body that was sent.
 */
export async function deliver(
  exchange: Exchange,
  clock: Clock,
  reply: Reply,
  fault: Fault | null = null,
  errorEvent = "",
): Promise<number> {
  const { response, outcome } = exchange;
  if (fault?.kind === "hang") {
    await untilClosed(exchange);
    return 0;
  }
  const begin = exchange.at + reply.firstByte;
  if (!(await waitUntil(begin, exchange, clock))) return 0;
  await exchange.recorded;
  if (fault?.kind === "reset-before-headers") {
    reset(exchange);
    return 0;
  }
  if (exchange.closed.aborted) return 0;
  const isHtml = fault?.kind === "html";
  outcome.status = isHtml ? 200 : reply.status;
  outcome.firstByteAt = Date.now();
  response.writeHead(
    outcome.status,
    isHtml ? { "content-type": "text/html; charset=utf-8" } : reply.headers,
  );
  if (isHtml) {
    await end(exchange, HTML);
    return 0;
  }
  return sendBody(exchange, clock, reply, fault, errorEvent);
}

async function sendBody(
  exchange: Exchange,
  clock: Clock,
  { pieces, firstByte, lastByte }: Reply,
  fault: Fault | null,
  errorEvent: string,
): Promise<number> {
  if (fault?.kind === "drip") return drip(exchange, clock, pieces.join(""));
  const breaks =
    fault?.kind === "stall" ||
    fault?.kind === "reset-mid-stream" ||
    fault?.kind === "stream-error" ||
    fault?.kind === "error-in-200";
  const cut = breaks ? Math.min(pieces.length - 1, Math.floor(pieces.length * fault.at)) : null;
  const pace = { begin: exchange.at + firstByte, seconds: lastByte - firstByte };
  let sent = await sendPaced(exchange, clock, pieces, cut ?? pieces.length, pace);
  if (exchange.closed.aborted) return sent / pieces.length;
  switch (fault?.kind) {
    case "stall":
      exchange.response.flushHeaders();
      if (fault.seconds === undefined) await untilClosed(exchange);
      else if (await clock.wait(fault.seconds, exchange.closed)) {
        await end(exchange, pieces.slice(sent).join(""));
        sent = pieces.length;
      }
      break;
    case "reset-mid-stream":
      await flushed(exchange);
      reset(exchange);
      break;
    case "reset-after-last-byte":
      await flushed(exchange);
      exchange.outcome.lastByteAt = Date.now();
      reset(exchange);
      break;
    case "stream-error":
    case "error-in-200":
      await end(exchange, errorEvent);
      // The HTTP body is whole, the answer isn't.
      exchange.outcome.lastByteAt = null;
      break;
    default:
      await end(exchange, "");
  }
  return sent / pieces.length;
}

/** Writes pieces up to `stop` at an even pace, the last at the end. @returns how many were written. */
async function sendPaced(
  exchange: Exchange,
  clock: Clock,
  pieces: string[],
  stop: number,
  { begin, seconds }: { begin: number; seconds: number },
): Promise<number> {
  const wanted = Math.ceil(clock.milliseconds(seconds) / STEP_MS);
  const steps = Math.max(1, Math.min(STEPS, pieces.length, wanted));
  let sent = 0;
  for (let step = 1; step <= steps && sent < stop; step += 1) {
    const passed = steps === 1 ? 1 : (step - 1) / (steps - 1);
    if (!(await waitUntil(begin + seconds * passed, exchange, clock))) break;
    const next = Math.min(stop, Math.floor((pieces.length * step) / steps));
    if (next > sent) exchange.response.write(pieces.slice(sent, next).join(""));
    sent = Math.max(sent, next);
  }
  return sent;
}

async function drip(exchange: Exchange, clock: Clock, text: string): Promise<number> {
  const bytes = Buffer.from(text);
  for (let place = 0; place < bytes.length; place += 1) {
    exchange.response.write(bytes.subarray(place, place + 1));
    if (!(await clock.wait(1, exchange.closed))) return (place + 1) / bytes.length;
  }
  await end(exchange, "");
  return 1;
}

function waitUntil(at: number, exchange: Exchange, clock: Clock): Promise<boolean> {
  return clock.wait(at - clock.now(), exchange.closed);
}

/** Ends the body and waits until the kernel has it, or the client is gone. */
async function end(exchange: Exchange, rest: string): Promise<void> {
  const { response, closed } = exchange;
  if (closed.aborted) return;
  await new Promise<void>((resolve) => {
    closed.addEventListener("abort", () => resolve(), { once: true });
    response.end(rest, () => resolve());
  });
  if (response.writableFinished) exchange.outcome.lastByteAt = Date.now();
}

/** Waits until the kernel has what was written so far. */
async function flushed({ response, closed }: Exchange): Promise<void> {
  const waits = () => response.writableLength > 0 || (response.socket?.writableLength ?? 0) > 0;
  do await new Promise((resolve) => setTimeout(resolve, 1));
  while (waits() && !closed.aborted);
}

function untilClosed({ closed }: Exchange): Promise<void> {
  return new Promise((resolve) => {
    if (closed.aborted) return resolve();
    closed.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** Closes the connection without a word, as a broken line does. */
function reset(exchange: Exchange): void {
  exchange.wasReset = true;
  exchange.response.socket?.resetAndDestroy();
}
