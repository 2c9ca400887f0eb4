/**
 * The numbers by which calls are admitted, watched, tried again and given up. Seconds unless named.
 */
export const callRules = {
  /** A call whose maker stops renewing it is counted at what was held back for it. */
  holdSeconds: 20,
  renewSeconds: 5,
  /** A reservation older than this is asked for again before anything is sent. */
  sendWithinMs: 500,
  /** From then on what was reserved before is on its way, or isn't sent any more. */
  sentAfterMs: 1_000,
  /** Without a piece of the answer for so long, and altogether, a call is given up. */
  idleSeconds: 60,
  totalSeconds: 300,
  /** Failures of the server in a row that open the breaker, and how long it stays open. */
  breakerFailures: 5,
  breakerFirstSeconds: 2,
  breakerMostSeconds: 60,
  /** One call tries whether the server is back; another may after so long without news of it. */
  probeSeconds: 90,
  /** Calls side by side right after the server came back; doubled with each good answer. */
  trustedAfterBreak: 2,
  /** Calls side by side where the provider tells no limits: the first number. */
  trustedUntold: 4,
  /** After a refusal for rates, where no limits are told. */
  cutTo: 0.6,
  /** A refusal for rates without a time. */
  unsaidBlockSeconds: 5,
  /** No provider's word keeps us out for longer without asking again. */
  mostBlockSeconds: 3_600,
  /** Waiting longer than this pauses a batch, which says until when. */
  pauseAfterSeconds: 900,
  /** A call outside of batches waits no longer than this for a provider that is out of reach. */
  patienceSeconds: 60,
  /** A person's single call may go beyond the number side by side by so many. */
  urgentExtra: 2,
  /** Without a wake-up a waiting call looks again after so long. */
  pollSeconds: 1,
  /** Pauses before another try: full jitter below first x 2^tries, at most the last. */
  retryFirstSeconds: 1,
  retryMostSeconds: 60,
  /** Failures of one conversation that are tried again. */
  mostRetries: 8,
} as const;

/**
 * Seconds before the next try, by full jitter: any time below a bound that doubles with each try.
 * (AWS Architecture Blog, "Exponential Backoff And Jitter", 2015.)
 * @param tries failures so far, from 1; @param random 0 to 1.
 */
export function retryPause(tries: number, random: number): number {
  const { retryFirstSeconds, retryMostSeconds } = callRules;
  return random * Math.min(retryMostSeconds, retryFirstSeconds * 2 ** Math.max(0, tries));
}
