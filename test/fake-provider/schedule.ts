import type { Endpoint, Fault, FaultRule, Scenario, Spread } from "./scenario.ts";
import { createRandom, type Random } from "#/lib/random.ts";

/** What was drawn for one call, in seconds of the scenario. */
export interface Draw {
  /** From the request to the first byte, and to the last. */
  firstByte: number;
  latency: number;
  outputTokens: number;
  /** Seed of the text. */
  textSeed: string;
}

type Spreads = Pick<Scenario, "latency" | "firstByte" | "outputTokens">;

/**
 * What the call with this key gets; pure, so that a replay can know every call beforehand.
 * @param key the draw number (0 is the first admitted call), or "<hash of the body>:<attempt>".
 */
export function drawRequest(seed: number, key: number | string, spreads: Spreads): Draw {
  const random = createRandom(`${seed}/${key}`);
  const latency = lognormal(random, spreads.latency);
  const firstByte = Math.min(latency, lognormal(random, spreads.firstByte));
  return {
    latency,
    firstByte,
    outputTokens: Math.round(lognormal(random, spreads.outputTokens)),
    textSeed: `${seed}/${key}/text`,
  };
}

function lognormal(random: Random, { median, spread, low, high }: Spread): number {
  // Both draws are taken whatever the spread, so that one setting doesn't shift the next.
  const normal =
    Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return Math.min(high, Math.max(low, median * Math.exp(spread * normal)));
}

/** One call as the rules see it. */
export interface CallFacts {
  endpoint: Endpoint;
  model: string | null;
  /** Draw number, or null where nothing is drawn. */
  draw: number | null;
  key: number | string;
  body: string;
  /** How often this body came before. */
  earlier: number;
}

/** Decides which fault a call meets. Counts hits, so it is made anew with each set of rules. */
export function createFaultPicker(
  seed: number,
  rules: readonly FaultRule[],
  startedAt: number,
): (facts: CallFacts, now: number) => Fault | null {
  const hits = rules.map(() => 0);
  return (facts, now) => {
    const since = now - startedAt;
    for (const [place, rule] of rules.entries()) {
      if (!holds(rule, facts, since, hits[place] ?? 0)) continue;
      if (rule.share < 1 && createRandom(`${seed}/${facts.key}/rule ${place}`).next() >= rule.share)
        continue;
      hits[place] = (hits[place] ?? 0) + 1;
      return rule.fault;
    }
    return null;
  };
}

function holds(rule: FaultRule, facts: CallFacts, since: number, hits: number): boolean {
  return (
    rule.endpoints.includes(facts.endpoint) &&
    since >= rule.from &&
    (rule.until === undefined || since < rule.until) &&
    (rule.draws === undefined || (facts.draw !== null && rule.draws.includes(facts.draw))) &&
    (rule.firstAttempts === undefined || facts.earlier < rule.firstAttempts) &&
    (rule.times === undefined || hits < rule.times) &&
    (rule.model === undefined || rule.model === facts.model) &&
    (rule.bodyIncludes === undefined || facts.body.includes(rule.bodyIncludes))
  );
}
