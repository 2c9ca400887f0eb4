import { sql } from "drizzle-orm";
import { callRules } from "./call-rules.ts";

/** The numbers by which the vendor's own batches are made and asked about. Seconds unless named. */
export const vendorBatchRules = {
  /** A tenth of the run goes into each, within these: small enough to show progress, few enough to ask about. */
  fewest: 5,
  most: 50,
  /** Between two looks, and after the vendor failed to answer one: doubled each time. */
  pollSeconds: 60,
  failedPollSeconds: 5,
  mostFailedPollSeconds: 600,
  /** Just after it was made a vendor may not know it yet; from then on a person is asked. */
  unknownForSeconds: 900,
  /** Results that broke off so often in a row do so for a reason: a person is asked. */
  mostGarbledPolls: 8,
  /** A nameless one is looked for in the vendor's list, so often; not in there after so long, none was made. */
  searchSeconds: 30,
  unlistedForSeconds: 300,
  /** It was made within so long of its record, whatever kept its worker; and clocks tick alike to so much. */
  madeWithinSeconds: 900,
  clockSlackSeconds: 60,
  /** Asking the vendor to make, show or cancel one takes no longer. */
  answerSeconds: 120,
  /** Results are kept for so long (Anthropic's batch guide: 29 days). */
  resultsKeptSeconds: 29 * 86_400,
  /** A conversation that the vendor didn't get to, or failed at, goes into so many further ones. */
  mostRetries: 3,
  /** So many batches that the vendor refuses in a row, over about two hours, pause the run. */
  mostRefusals: 20,
} as const;

/** How many conversations of a run go into one of the vendor's batches. */
export function vendorBatchSize(total: number): number {
  const { fewest, most } = vendorBatchRules;
  return Math.min(most, Math.max(fewest, Math.ceil(total / 10)));
}

/** When to look again after so many looks in a row that failed. */
export function pollPause(failedPolls: number): number {
  const { pollSeconds, failedPollSeconds, mostFailedPollSeconds } = vendorBatchRules;
  if (failedPolls === 0) return pollSeconds;
  return Math.min(mostFailedPollSeconds, failedPollSeconds * 2 ** Math.min(20, failedPolls - 1));
}

/** So many seconds from now by database time, as SQL. */
export function inSeconds(seconds: number) {
  return sql`clock_timestamp() + make_interval(secs => ${seconds}::float8)`;
}

/** Until when a worker that makes one or asks about it has it to itself. */
export function vendorLeaseUntil(leaseScale: number) {
  return inSeconds(callRules.holdSeconds * leaseScale);
}

/** What a signal of the vendor's own answers is given. */
export function patience(): AbortSignal {
  return AbortSignal.timeout(vendorBatchRules.answerSeconds * 1_000);
}
