import { type Binding, bindings } from "./schema.ts";

/** What one conversation asks of a provider, all its calls together. */
export interface CallLoad {
  seconds: number;
  /** Input that counts against a limit: what a cache serves doesn't. */
  inputTokens: number;
  outputTokens: number;
}

/** A provider's limits a minute; null where none is known. */
export interface MinuteLimits {
  requests: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
}

/**
 * The least time that a batch can take, and what binds it. Each limit is a token bucket that holds one
 * minute's worth and begins full.
 * Source: the bound on the makespan in "Scheduling" of the project's facts: with latencies p, concurrency C,
 * rate r and burst B it is the greatest of sum(p)/C, the longest p, (k-B)/r + p(k) with p sorted longest
 * first, and for tokens (sum - greatest - B)/rate + the shortest p.
 */
export function lowerBound(
  loads: readonly CallLoad[],
  limits: MinuteLimits,
  concurrency: number,
): { seconds: number; binding: Binding } {
  const longestFirst = loads.map(({ seconds }) => seconds).sort((one, other) => other - one);
  const total = longestFirst.reduce((sum, seconds) => sum + seconds, 0);
  const bounds: Record<Binding, number> = {
    concurrency: total / Math.max(1, concurrency),
    call: longestFirst[0] ?? 0,
    requests: requestBound(longestFirst, limits.requests),
    input: tokenBound(loads, ({ inputTokens }) => inputTokens, limits.inputTokens),
    output: tokenBound(loads, ({ outputTokens }) => outputTokens, limits.outputTokens),
  };
  let binding: Binding = "concurrency";
  for (const candidate of bindings) if (bounds[candidate] > bounds[binding]) binding = candidate;
  return { seconds: bounds[binding], binding };
}

function requestBound(longestFirst: readonly number[], limit: number | null): number {
  if (limit === null) return 0;
  const rate = limit / 60;
  return longestFirst.reduce(
    (most, seconds, place) => Math.max(most, Math.max(0, (place + 1 - limit) / rate) + seconds),
    0,
  );
}

function tokenBound(
  loads: readonly CallLoad[],
  tokensOf: (load: CallLoad) => number,
  limit: number | null,
): number {
  if (limit === null || loads.length === 0) return 0;
  let total = 0;
  let greatest = 0;
  let shortest = Infinity;
  for (const load of loads) {
    total += tokensOf(load);
    greatest = Math.max(greatest, tokensOf(load));
    shortest = Math.min(shortest, load.seconds);
  }
  return Math.max(0, (total - greatest - limit) / (limit / 60)) + shortest;
}

/**
 * How long a batch takes when every length is known beforehand: longest first, a call begins as soon as a
 * lane is free and all three buckets hold what it needs. A need above a whole bucket waits for a full one.
 * @returns seconds.
 */
export function replayMakespan(
  loads: readonly CallLoad[],
  limits: MinuteLimits,
  concurrency: number,
): number {
  const buckets = [
    bucket(limits.requests, () => 1),
    bucket(limits.inputTokens, ({ inputTokens }) => inputTokens),
    bucket(limits.outputTokens, ({ outputTokens }) => outputTokens),
  ];
  const lanes = new EndTimes();
  let now = 0;
  let last = 0;
  for (const load of [...loads].sort((one, other) => other.seconds - one.seconds)) {
    if (lanes.size >= Math.max(1, concurrency)) now = Math.max(now, lanes.takeEarliest());
    now += Math.max(...buckets.map((each) => each.wait(load, now)));
    for (const each of buckets) each.take(load, now);
    lanes.add(now + load.seconds);
    last = Math.max(last, now + load.seconds);
  }
  return last;
}

function bucket(limit: number | null, needOf: (load: CallLoad) => number) {
  let level = limit ?? Infinity;
  let filledAt = 0;
  const rate = (limit ?? 0) / 60;
  const levelAt = (now: number) =>
    limit === null ? Infinity : Math.min(limit, level + (now - filledAt) * rate);
  return {
    wait: (load: CallLoad, now: number) =>
      limit === null
        ? 0
        : Math.max(0, (Math.min(needOf(load), limit) - levelAt(now)) / Math.max(rate, 1e-9)),
    take: (load: CallLoad, now: number) => {
      level = levelAt(now) - needOf(load);
      filledAt = now;
    },
  };
}

/** Times at which lanes become free: a binary heap, the earliest on top. */
class EndTimes {
  readonly #times: number[] = [];

  get size(): number {
    return this.#times.length;
  }

  add(time: number): void {
    const times = this.#times;
    let place = times.push(time) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (this.#at(parent) <= time) break;
      times[place] = this.#at(parent);
      place = parent;
    }
    times[place] = time;
  }

  takeEarliest(): number {
    const times = this.#times;
    const earliest = this.#at(0);
    const last = times.pop() ?? 0;
    if (times.length === 0) return earliest;
    let place = 0;
    for (;;) {
      let child = place * 2 + 1;
      if (child >= times.length) break;
      if (child + 1 < times.length && this.#at(child + 1) < this.#at(child)) child += 1;
      if (this.#at(child) >= last) break;
      times[place] = this.#at(child);
      place = child;
    }
    times[place] = last;
    return earliest;
  }

  #at(place: number): number {
    return this.#times[place] ?? 0;
  }
}
