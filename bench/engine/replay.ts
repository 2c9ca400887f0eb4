import type { CallLoad, MinuteLimits } from "#/core/generation/makespan.ts";

/**
 * How long the fake's own draws take at best: the k-th call that is admitted gets the k-th draw, so nobody can
 * begin with the longest. A call begins as soon as a lane is free and the buckets, which hold one minute's
 * worth and begin full, have what it will really use. Seconds of the provider.
 */
export function replayInOrder(
  loads: readonly CallLoad[],
  { requests, outputTokens }: MinuteLimits,
  concurrency: number,
): number {
  const buckets = [
    { limit: requests, need: () => 1 },
    { limit: outputTokens, need: (load: CallLoad) => load.outputTokens },
  ].flatMap(({ limit, need }) => (limit === null ? [] : [{ limit, need, level: limit, at: 0 }]));
  const ends: number[] = [];
  let now = 0;
  for (const load of loads) {
    if (ends.length >= concurrency) {
      ends.sort((one, other) => one - other);
      now = Math.max(now, ends.shift() ?? 0);
    }
    for (const { limit, need, level, at } of buckets) {
      const missing = need(load) - (level + ((now - at) * limit) / 60);
      if (missing > 0) now += (missing / limit) * 60;
    }
    for (const bucket of buckets) {
      const refilled = bucket.level + ((now - bucket.at) * bucket.limit) / 60;
      bucket.level = Math.min(bucket.limit, refilled) - bucket.need(load);
      bucket.at = now;
    }
    ends.push(now + load.seconds);
  }
  return Math.max(now, ...ends);
}
