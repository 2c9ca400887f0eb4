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
  { ending, noteDatabaseAway }: Pick<CallProcess, "ending" | "noteDatabaseAway">,
  write: () => Promise<T>,
): Promise<T> {
  return tryAgain(write, {
    times: 8,
    firstPauseMs: 250,
    mostPauseMs: 2_000,
    counts: (error) => {
      const isPassing = isPassingFailure(error);
      if (isPassing) noteDatabaseAway();
      return !isPassing || ending.signal.aborted;
    },
  });
}
