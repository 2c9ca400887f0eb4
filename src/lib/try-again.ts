import { setTimeout as wait } from "node:timers/promises";

/**
 * Does the work, and again when it throws, up to `times` times with a pause that doubles from
 * `firstPauseMs`. For work that may be repeated without harm. Throws the last error.
 */
export async function tryAgain<T>(
  work: () => Promise<T>,
  { times, firstPauseMs }: { times: number; firstPauseMs: number },
): Promise<T> {
  for (let attempt = 1, pauseMs = firstPauseMs; ; attempt += 1, pauseMs *= 2) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= times) throw error;
      await wait(pauseMs);
    }
  }
}
