import { type Binding, bindings } from "./schema.ts";

/** What one conversation asks of a provider, all its calls together. */
export interface CallLoad {
  seconds: number;
  /** Input that counts against a limit: what a cache serves doesn't. */
  inputTokens: number;
  outputTokens: number;
  /** Requests that it took; left out: one. */
  calls?: number;
  /**
   * What is held of the limits from its beginning on, as nobody knows yet how much it will be; at its end
   * what wasn't used is given back. Left out: just what is used.
   */
  held?: { inputTokens: number; outputTokens: number };
  /** Whether its text passed every check; null where no text came of it. Left out where nobody asks. */
  isGood?: boolean | null;
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
 * How long a batch takes: a call begins as soon as a lane is free and all three buckets hold what it needs.
 * A need above a whole bucket waits for a full one.
 * @param order "longest first" is for who knows every length beforehand; "as given" for who finds out.
 * @param wanted good ones: no more are begun than could all be good (until-good.ts), so that the last few wait
 * for each other.
 * @returns seconds.
 */
export function replayMakespan(
  loads: readonly CallLoad[],
  limits: MinuteLimits,
  concurrency: number,
  order: "longest first" | "as given" = "longest first",
  wanted = Infinity,
): number {
  const buckets = [
    bucket(limits.requests, ({ calls = 1 }) => ({ held: calls, used: calls })),
    bucket(limits.inputTokens, ({ inputTokens: used, held }) => ({
      held: Math.max(used, held?.inputTokens ?? 0),
      used,
    })),
    bucket(limits.outputTokens, ({ outputTokens: used, held }) => ({
      held: Math.max(used, held?.outputTokens ?? 0),
      used,
    })),
  ];
  const lanes = new Ends();
  const underWay = new Ends();
  let now = 0;
  let last = 0;
  let good = 0;
  const inOrder =
    order === "as given" ? loads : loads.toSorted((one, other) => other.seconds - one.seconds);
  for (const load of inOrder) {
    while (lanes.size > 0 && lanes.size >= Math.min(Math.max(1, concurrency), wanted - good)) {
      const ended = lanes.takeEarliest();
      if (ended?.load.isGood) good += 1;
      now = Math.max(now, ended?.at ?? 0);
    }
    for (;;) {
      const free = now + Math.max(...buckets.map((each) => each.wait(load, now)));
      if ((underWay.earliest?.at ?? Infinity) > free) {
        now = free;
        break;
      }
      const ended = underWay.takeEarliest();
      if (!ended) break;
      now = Math.max(now, ended.at);
      for (const each of buckets) each.giveBack(ended.load, ended.at);
    }
    for (const each of buckets) each.take(load, now);
    const end = { at: now + load.seconds, load };
    lanes.add(end);
    underWay.add(end);
    last = Math.max(last, end.at);
  }
  return last;
}

function bucket(limit: number | null, needOf: (load: CallLoad) => { held: number; used: number }) {
  let level = limit ?? Infinity;
  let filledAt = 0;
  const rate = (limit ?? 0) / 60;
  const levelAt = (now: number) =>
    limit === null ? Infinity : Math.min(limit, level + Math.max(0, now - filledAt) * rate);
  const change = (by: number, now: number) => {
    if (limit === null) return;
    level = Math.min(limit, levelAt(now) + by);
    filledAt = Math.max(filledAt, now);
  };
  return {
    wait: (load: CallLoad, now: number) =>
      limit === null
        ? 0
        : Math.max(0, (Math.min(needOf(load).held, limit) - levelAt(now)) / Math.max(rate, 1e-9)),
    take: (load: CallLoad, now: number) => change(-needOf(load).held, now),
    giveBack: (load: CallLoad, now: number) => change(needOf(load).held - needOf(load).used, now),
  };
}

interface End {
  at: number;
  load: CallLoad;
}

/** Calls by the time of their end: a binary heap, the earliest on top. */
class Ends {
  readonly #ends: End[] = [];

  get size(): number {
    return this.#ends.length;
  }

  get earliest(): End | undefined {
    return this.#ends[0];
  }

  add(end: End): void {
    const ends = this.#ends;
    let place = ends.push(end) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = ends[parent];
      if (!above || above.at <= end.at) break;
      ends[place] = above;
      place = parent;
    }
    ends[place] = end;
  }

  takeEarliest(): End | undefined {
    const ends = this.#ends;
    const earliest = ends[0];
    const last = ends.pop();
    if (!last || ends.length === 0) return earliest;
    let place = 0;
    for (;;) {
      let child = place * 2 + 1;
      if (child >= ends.length) break;
      if (child + 1 < ends.length && this.#at(child + 1) < this.#at(child)) child += 1;
      const below = ends[child];
      if (!below || below.at >= last.at) break;
      ends[place] = below;
      place = child;
    }
    ends[place] = last;
    return earliest;
  }

  #at(place: number): number {
    return this.#ends[place]?.at ?? 0;
  }
}
