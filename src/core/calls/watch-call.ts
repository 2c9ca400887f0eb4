import { setTimeout as wait } from "node:timers/promises";
import { CallEnded } from "./outcome.ts";
import type { CallWatch, ProviderResponse, RateLimits } from "#/platform/llm/port.ts";

/** A call that we end has so long to hand over what had arrived. */
const HAND_OVER_MS = 500;

export interface Watched {
  answer: { response: ProviderResponse; error: null } | { response: null; error: unknown };
  /** `performance.now()` of the first byte; null: none came. */
  firstByteAt: number | null;
}

/**
 * Runs a call under a watchdog: it ends when nothing arrives for `idleSeconds`, after `totalSeconds`
 * altogether, or when the caller's signal says so, whether or not the provider heeds it.
 */
export async function watchCall(
  start: (watch: CallWatch) => Promise<ProviderResponse>,
  {
    idleSeconds,
    totalSeconds,
    signal,
    attemptId,
    onFirstByte,
    onPiece,
    onHeaders,
  }: {
    idleSeconds: number;
    totalSeconds: number;
    signal: AbortSignal;
    attemptId: string;
    onFirstByte: () => void;
    onPiece: () => void;
    onHeaders: (limits: RateLimits | null) => void;
  },
): Promise<Watched> {
  const control = new AbortController();
  let firstByteAt: number | null = null;
  const end = (why: CallEnded["why"]) => control.abort(new CallEnded(why));
  let idle = setTimeout(end, idleSeconds * 1_000, "idle");
  const total = setTimeout(end, totalSeconds * 1_000, "total");
  const stop = () => end("stopped");
  const arrived = () => {
    clearTimeout(idle);
    idle = setTimeout(end, idleSeconds * 1_000, "idle");
    if (firstByteAt !== null) return;
    firstByteAt = performance.now();
    onFirstByte();
  };
  signal.addEventListener("abort", stop, { once: true });
  try {
    const ended = Promise.withResolvers<never>();
    ended.promise.catch(() => undefined);
    control.signal.addEventListener("abort", () => ended.reject(control.signal.reason), {
      once: true,
    });
    if (signal.aborted) stop();
    control.signal.throwIfAborted();
    const running = start({
      signal: control.signal,
      attemptId,
      onHeaders: ({ limits }) => {
        arrived();
        onHeaders(limits);
      },
      onActivity: () => {
        arrived();
        onPiece();
      },
    });
    running.catch(() => undefined);
    try {
      const response = await Promise.race([running, ended.promise]);
      return { answer: { response, error: null }, firstByteAt };
    } catch (error) {
      if (!control.signal.aborted) return { answer: { response: null, error }, firstByteAt };
      return { answer: await handedOver(running, control.signal.reason), firstByteAt };
    }
  } catch (error) {
    return { answer: { response: null, error }, firstByteAt };
  } finally {
    clearTimeout(idle);
    clearTimeout(total);
    signal.removeEventListener("abort", stop);
  }
}

/** An answer that was whole just before the end is an answer; why we ended it stays the reason otherwise. */
async function handedOver(
  running: Promise<ProviderResponse>,
  reason: unknown,
): Promise<Watched["answer"]> {
  const late = new AbortController();
  const nothing = wait(HAND_OVER_MS, undefined, { signal: late.signal }).catch(() => undefined);
  const response = await Promise.race([running.catch(() => undefined), nothing]);
  late.abort();
  return response ? { response, error: null } : { response: null, error: reason };
}
