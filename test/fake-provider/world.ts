import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Composer } from "./answers.ts";
import type { StoredBatch } from "./batches.ts";
import type { Clock } from "./clock.ts";
import { isObject } from "./fill-schema.ts";
import type { Ledger, LedgerEntry, Outcome } from "./ledger.ts";
import { Buckets, limitsOf } from "./limits.ts";
import type { PromptCache } from "./prompt-cache.ts";
import type { Endpoint, Fault, KeyState, Scenario } from "./scenario.ts";
import type { CallFacts } from "./schedule.ts";

/** Everything that one fake knows. */
export interface World {
  scenario: Scenario;
  clock: Clock;
  ledger: Ledger;
  pickFault: (facts: CallFacts, now: number) => Fault | null;
  buckets: Map<string, Buckets>;
  cache: PromptCache;
  batches: Map<string, StoredBatch>;
  compose: Composer | undefined;
  /** Admitted calls so far: the next draw number. */
  draws: number;
  /** How often a body came. */
  seen: Map<string, number>;
  received: number;
  url: string;
}

/** One request under way. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  body: string;
  /** The body as JSON; undefined when it isn't. */
  json: unknown;
  key: string;
  entry: LedgerEntry;
  /** What the ledger's second line will say; routes add to it. */
  outcome: Outcome;
  /** Resolves when the first line is on the disk: headers wait for it. */
  recorded: Promise<void>;
  /** Seconds of the scenario at the arrival. */
  at: number;
  /** Whether the fake itself broke the connection. */
  wasReset: boolean;
  /** Aborted when the connection closes, by whomever. */
  closed: AbortSignal;
}

/** The buckets of a key and a model, made full when first asked for. */
export function bucketsOf(world: World, key: string, model: string): Buckets | undefined {
  const limits = limitsOf(world.scenario, model);
  if (!limits) return undefined;
  const name = `${key}\n${model}`;
  const known = world.buckets.get(name);
  if (known) return known;
  const made = new Buckets(limits, world.clock.now());
  world.buckets.set(name, made);
  return made;
}

/** The key of `Authorization: Bearer` or `x-api-key`, and what it may do; undefined for unknown ones. */
export function keyStateOf(world: World, key: string): KeyState | undefined {
  return Object.hasOwn(world.scenario.keys, key) ? world.scenario.keys[key] : undefined;
}

export function keyOf(request: IncomingMessage): string {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const header = request.headers["x-api-key"];
  return bearer ?? (typeof header === "string" ? header : "");
}

/** The fault of a call on which nothing is drawn (models, counts, batches). */
export function faultOf(world: World, exchange: Exchange, endpoint: Endpoint): Fault | null {
  return world.pickFault(
    {
      endpoint,
      model: exchange.entry.model,
      draw: null,
      key: `request ${exchange.entry.ordinal}`,
      body: exchange.body,
      earlier: 0,
    },
    exchange.at,
  );
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** What in a request says which of our attempts it is. */
export function attemptOf(request: IncomingMessage, json: unknown): string | null {
  const header = request.headers["x-client-request-id"] ?? request.headers["x-attempt-id"];
  if (typeof header === "string") return header;
  if (!isObject(json)) return null;
  const metadata = isObject(json["metadata"]) ? json["metadata"] : {};
  const found = [metadata["user_id"], metadata["attempt_id"], json["user"]];
  return found.find((value) => typeof value === "string") ?? null;
}

/** A number of seconds as a header says it: whole at the vendor's pace, to the thousandth when scaled. */
export function headerSeconds(world: World, seconds: number): string {
  const { timeScale, headerClock } = world.scenario;
  if (headerClock === "scenario" || timeScale === 1) return String(Math.ceil(seconds));
  return String(Math.ceil(seconds * timeScale * 1_000) / 1_000);
}

/** A rate per minute as a header says it. */
export function headerRate(world: World, perMinute: number): number {
  const { timeScale, headerClock } = world.scenario;
  return Math.round(headerClock === "scenario" ? perMinute : perMinute / timeScale);
}

/** The text of a retry-after header for a fault. */
export function retryAfterOf(world: World, asked: number | string | undefined): string | undefined {
  if (asked === undefined) return undefined;
  if (typeof asked === "number") return headerSeconds(world, asked);
  if (asked === "absurd") return "31536000";
  if (asked !== "date") return asked;
  const { clock, scenario } = world;
  return clock.date(clock.now() + 30, scenario.headerClock).toUTCString();
}
