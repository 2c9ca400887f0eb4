import { type Limits, type Scenario, tiers } from "./scenario.ts";

export type LimitKind = "requests" | "input" | "output";

interface Bucket {
  perMinute: number;
  capacity: number;
  level: number;
}
export interface BucketState {
  limit: number;
  remaining: number;
  /** Seconds until it is full again. */
  fullIn: number;
}
export type BucketStates = Partial<Record<LimitKind, BucketState>>;
type Amounts = Record<LimitKind, number>;

export type Admission =
  | { ok: true; settle: (output: number) => void }
  | { ok: false; kind: LimitKind; limit: number; retryAfter: number };

/** The limits of a model in a scenario: its own, those of "*", or the tier's; undefined is no limit. */
export function limitsOf(scenario: Scenario, model: string): Limits | undefined {
  const own = scenario.limits[model] ?? scenario.limits["*"];
  if (own) return own;
  if (scenario.tier === "none") return undefined;
  const [requestsPerMinute, inputTokensPerMinute, outputTokensPerMinute] = tiers[scenario.tier];
  return {
    requestsPerMinute,
    inputTokensPerMinute,
    outputTokensPerMinute,
    burstSeconds: 60,
    output: "actual",
  };
}

/**
 * Token buckets of one key and model, full at first, refilled continuously.
 * Requests and input have to be there. Of output one token has to be there: the vendor counts real tokens,
 * not max_tokens, so `settle` may take the level below zero, and the next call waits for it.
 */
export class Buckets {
  readonly limits: Limits;
  private readonly buckets: Partial<Record<LimitKind, Bucket>>;
  private at: number;

  constructor(limits: Limits, now: number) {
    this.limits = limits;
    this.at = now;
    const bucket = (perMinute: number | undefined) =>
      perMinute === undefined ? undefined : full(perMinute, limits.burstSeconds);
    this.buckets = {
      requests: bucket(limits.requestsPerMinute),
      input: bucket(limits.inputTokensPerMinute),
      output: bucket(limits.outputTokensPerMinute),
    };
  }

  /**
   * Takes one call's part, or says which limit it breaks and in how many seconds it wouldn't.
   * `settle` is called once, with the tokens that were written.
   */
  admit(now: number, { input, maxTokens }: { input: number; maxTokens: number }): Admission {
    this.refill(now);
    const holds = this.limits.output === "max-tokens";
    const need: Amounts = { requests: 1, input, output: holds ? maxTokens : 1 };
    const take: Amounts = { requests: 1, input, output: holds ? maxTokens : 0 };
    for (const [kind, bucket] of this.entries()) {
      // A call bigger than the bucket passes when the bucket is full; otherwise it never could.
      const missing = Math.min(need[kind], bucket.capacity) - bucket.level;
      if (missing > 1e-6) {
        const retryAfter = (missing / bucket.perMinute) * 60;
        return { ok: false, kind, limit: bucket.perMinute, retryAfter };
      }
    }
    for (const [kind, bucket] of this.entries()) bucket.level -= take[kind];
    return {
      ok: true,
      settle: (written) => {
        const bucket = this.buckets.output;
        if (bucket) bucket.level = Math.min(bucket.capacity, bucket.level + take.output - written);
      },
    };
  }

  state(now: number): BucketStates {
    this.refill(now);
    return Object.fromEntries(
      this.entries().map(([kind, { perMinute, capacity, level }]) => [
        kind,
        {
          limit: perMinute,
          remaining: Math.max(0, Math.floor(level + 1e-6)),
          fullIn: ((capacity - level) / perMinute) * 60,
        },
      ]),
    );
  }

  private entries(): [LimitKind, Bucket][] {
    return (["requests", "input", "output"] as const).flatMap((kind) => {
      const bucket = this.buckets[kind];
      return bucket ? [[kind, bucket] as [LimitKind, Bucket]] : [];
    });
  }

  private refill(now: number): void {
    const elapsed = Math.max(0, now - this.at);
    this.at = now;
    for (const [, bucket] of this.entries()) {
      bucket.level = Math.min(bucket.capacity, bucket.level + (bucket.perMinute * elapsed) / 60);
    }
  }
}

function full(perMinute: number, burstSeconds: number): Bucket {
  const capacity = Math.max(1, (perMinute * burstSeconds) / 60);
  return { perMinute, capacity, level: capacity };
}
