import type { CallProcess } from "./call-process.ts";
import { tryAgain } from "#/lib/try-again.ts";
import { isPassingFailure } from "#/platform/db/passing-failure.ts";

/**
 * Writes down what was paid for, or what came of it. A database that is away, or whose disk is full, is asked
 * again until it takes it, however long that is, unless this process is to end: then, and for every other
 * failure, only a few times.
 * @throws the last failure.
 */
export function untilStored<T>(
  { ending }: Pick<CallProcess, "ending">,
  write: () => Promise<T>,
): Promise<T> {
  return tryAgain(write, {
    times: 8,
    firstPauseMs: 250,
    mostPauseMs: 5_000,
    counts: (error) => ending.signal.aborted || !isPassingFailure(error),
  });
}
