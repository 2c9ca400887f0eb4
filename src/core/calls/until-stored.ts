import type { CallProcess } from "./call-process.ts";
import { tryAgain } from "#/lib/try-again.ts";

type Outages = Pick<CallProcess, "ending" | "noteFailure">;

/**
 * Writes down what was paid for, or what came of it. A database that is away, or whose disk is full, is asked
 * again until it takes it, however long that is, unless this process is to end: then, and for every other
 * failure, only a few times.
 * @throws the last failure.
 */
export function untilStored<T>(outages: Outages, write: () => Promise<T>): Promise<T> {
  return again(outages, 8, write);
}

/**
 * Reads what work that was begun goes on with: through an outage of the database, like `untilStored`.
 * @throws every other failure at once.
 */
export function throughOutage<T>(outages: Outages, read: () => Promise<T>): Promise<T> {
  return again(outages, 1, read);
}

function again<T>(
  { ending, noteFailure }: Outages,
  times: number,
  work: () => Promise<T>,
): Promise<T> {
  return tryAgain(work, {
    times,
    firstPauseMs: 250,
    mostPauseMs: 2_000,
    counts: (error) => !noteFailure(error) || ending.signal.aborted,
  });
}
