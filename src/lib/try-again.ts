import { setTimeout as wait } from "node:timers/promises";

/**
 * Does the work, and again when it throws, up to `times` times with a pause that doubles from
 * `firstPauseMs` to `mostPauseMs`. For work that may be repeated without harm. Throws the last error.
 * @param counts whether a failure counts towards the times; left out: each does.
 */
export async function tryAgain<T>(
  work: () => Promise<T>,
  {
    times,
    firstPauseMs,
    mostPauseMs = Infinity,
    counts = () => true,
  }: {
    times: number;
    firstPauseMs: number;
    mostPauseMs?: number;
    counts?: (error: unknown) => boolean;
  },
): Promise<T> {
  for (let counted = 0, pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, mostPauseMs)) {
    try {
      return await work();
    } catch (error) {
      if (counts(error)) counted += 1;
      if (counted >= times) throw error;
      await wait(pauseMs);
    }
  }
}
