import type { ComposeRequest } from "./answers.ts";
import type { LimitKind } from "./limits.ts";
import type { Fault } from "./scenario.ts";
import { type Draw, drawRequest } from "./schedule.ts";
import { type Answer, writeAnswer } from "./write-answer.ts";
import { bucketsOf, type Exchange, type World } from "./world.ts";

export interface GenerationFacts {
  endpoint: "messages" | "chat";
  model: string;
  prompt: string;
  schema: ComposeRequest["schema"];
  maxTokens: number;
  /** Tokens that count for the input limit. */
  countedInput: number;
}

export type Generation =
  | { ok: false; kind: LimitKind; limit: number; retryAfter: number }
  | { ok: true; draw: Draw; fault: Fault | null; answer: Answer; settle: (output: number) => void };

/** Admission, the draw, the fault and the answer of one call, the same for both dialects. */
export function beginGeneration(
  world: World,
  exchange: Exchange,
  facts: GenerationFacts,
): Generation {
  const { scenario, clock } = world;
  const buckets = bucketsOf(world, exchange.key, facts.model);
  const admission = buckets?.admit(clock.now(), {
    input: facts.countedInput,
    maxTokens: facts.maxTokens,
  });
  if (admission && !admission.ok) return admission;
  const number = world.draws;
  world.draws += 1;
  exchange.outcome.draw = number;
  const hash = exchange.entry.requestHash;
  const earlier = world.seen.get(hash) ?? 0;
  world.seen.set(hash, earlier + 1);
  const key = scenario.drawBy === "order" ? number : `${hash}:${earlier}`;
  const draw = drawRequest(scenario.seed, key, scenario);
  const { endpoint, model, prompt, schema, maxTokens } = facts;
  const fault = world.pickFault(
    { endpoint, model, draw: number, key, body: exchange.body, earlier },
    clock.now(),
  );
  const answer = writeAnswer({
    request: { model, prompt, schema, outputTokens: draw.outputTokens, seed: draw.textSeed },
    compose: world.compose,
    maxTokens,
    fault,
    count: scenario.countOutput,
  });
  const writesNothing = fault !== null && silent.has(fault.kind);
  const holds = buckets?.limits.output === "max-tokens";
  // By real tokens the level falls at once; what was held goes back at the end.
  const written = writesNothing ? 0 : answer.outputTokens;
  if (!holds) admission?.settle(written);
  return {
    ok: true,
    draw,
    fault,
    answer,
    settle: (output) => {
      if (holds) admission?.settle(output);
    },
  };
}

/** Faults before anything is written: nothing is billed. */
export const silent: ReadonlySet<Fault["kind"]> = new Set([
  "status",
  "hang",
  "html",
  "reset-before-headers",
]);

/** What the client sees of a call's length: faults before the answer come early. */
export function timesOf(
  draw: Draw,
  fault: Fault | null,
  isStream: boolean,
): { firstByte: number; lastByte: number } {
  if (fault && silent.has(fault.kind)) {
    return { firstByte: draw.firstByte, lastByte: draw.firstByte };
  }
  return { firstByte: isStream ? draw.firstByte : draw.latency, lastByte: draw.latency };
}

/** A text in the pieces that a stream sends: about 40, never through a pair of surrogates. */
export function splitText(text: string, parts = 40): string[] {
  const size = Math.max(24, Math.ceil(text.length / parts));
  const pieces: string[] = [];
  let at = 0;
  while (at < text.length) {
    let stop = Math.min(text.length, at + size);
    const last = text.charCodeAt(stop - 1);
    if (stop < text.length && last >= 0xd800 && last < 0xdc00) stop += 1;
    pieces.push(text.slice(at, stop));
    at = stop;
  }
  return pieces;
}
