import { z } from "zod";

const share = z.number().min(0).max(1);
const seconds = z.number().min(0);

/** What may go wrong with one call. `at` is the share of the answer that is sent before it does. */
export const faultSchema = z.discriminatedUnion("kind", [
  /** An error status instead of an answer. `retryAfter`: seconds, "date", "absurd", any text, or absent. */
  z.strictObject({
    kind: z.literal("status"),
    status: z.number().int().min(400).max(599),
    retryAfter: z.union([z.number(), z.string()]).optional(),
  }),
  /** Nothing comes, not even headers, until the client leaves. */
  z.strictObject({ kind: z.literal("hang") }),
  /** The stream stands still, for ever or for `seconds`. */
  z.strictObject({
    kind: z.literal("stall"),
    at: share.default(0.5),
    seconds: seconds.optional(),
  }),
  /** One byte a second. */
  z.strictObject({ kind: z.literal("drip") }),
  z.strictObject({ kind: z.literal("reset-before-headers") }),
  z.strictObject({ kind: z.literal("reset-mid-stream"), at: share.default(0.5) }),
  /** All of the answer is sent, but not the end of the HTTP body. */
  z.strictObject({ kind: z.literal("reset-after-last-byte") }),
  /** An `error` event in a stream that began with 200. Whole answers: a 529; OpenAI's dialect: `error-in-200`. */
  z.strictObject({
    kind: z.literal("stream-error"),
    at: share.default(0.5),
    type: z.enum(["overloaded_error", "api_error"]).default("overloaded_error"),
  }),
  /** JSON that breaks off, though the stop reason says it ended. */
  z.strictObject({ kind: z.literal("truncated-json") }),
  /** Text that is no JSON. */
  z.strictObject({ kind: z.literal("invalid-json") }),
  /** JSON of another shape than the schema's. */
  z.strictObject({ kind: z.literal("wrong-shape") }),
  /** Right JSON, but the client has the last word. Other schemas than a conversation's: as wrong-shape. */
  z.strictObject({ kind: z.literal("wrong-turns") }),
  /** A gateway's page with this status in place of the answer. Making batches only: the batch was made. */
  z.strictObject({ kind: z.literal("page"), status: z.number().int().min(400).max(599) }),
  /** In the results of a batch the first line is cut in the middle, or the last one and all after it. */
  z.strictObject({ kind: z.literal("cut-line"), which: z.enum(["first", "last"]) }),
  /** A page of HTML with status 200. */
  z.strictObject({ kind: z.literal("html") }),
  z.strictObject({
    kind: z.literal("refusal"),
    category: z.enum(["reasoning_extraction", "general_harms"]).default("reasoning_extraction"),
  }),
  z.strictObject({ kind: z.literal("empty") }),
  /** Stops at max_tokens. */
  z.strictObject({ kind: z.literal("max-tokens") }),
  /** Any other stop reason of Anthropic's, with the answer whole. */
  z.strictObject({
    kind: z.literal("stop-reason"),
    reason: z.enum(["stop_sequence", "tool_use", "pause_turn", "model_context_window_exceeded"]),
  }),
  /** OpenAI-compatible: white space until max_tokens (vLLM). */
  z.strictObject({ kind: z.literal("whitespace") }),
  /** OpenAI-compatible: an error body with status 200, mid-stream when streamed (OpenRouter). */
  z.strictObject({ kind: z.literal("error-in-200"), at: share.default(0.5) }),
]);
export type Fault = z.infer<typeof faultSchema>;

const endpoints = ["messages", "chat", "count_tokens", "models", "batches"] as const;
export type Endpoint = (typeof endpoints)[number];

/** When a fault happens: all conditions that are given must hold; the first rule that holds wins. */
const ruleSchema = z.strictObject({
  fault: faultSchema,
  /** Share of the requests, drawn from the seed. */
  share: share.default(1),
  /** A window in seconds since the rules were set. */
  from: seconds.default(0),
  until: seconds.optional(),
  /** Draw numbers (0 is the first admitted call) that it meets. */
  draws: z.array(z.number().int().min(0)).optional(),
  /** Only the first so many calls with the same body. */
  firstAttempts: z.number().int().min(1).optional(),
  /** Only so many times in all. */
  times: z.number().int().min(1).optional(),
  model: z.string().optional(),
  bodyIncludes: z.string().optional(),
  endpoints: z.array(z.enum(endpoints)).default(["messages", "chat"]),
});
export type FaultRule = z.infer<typeof ruleSchema>;

const perMinute = z.number().positive();
export const limitsSchema = z.strictObject({
  requestsPerMinute: perMinute.optional(),
  inputTokensPerMinute: perMinute.optional(),
  outputTokensPerMinute: perMinute.optional(),
  /** What a full bucket holds, in seconds of its rate. Buckets start full. */
  burstSeconds: z.number().positive().default(60),
  /** `actual`: what is really written counts. `max-tokens`: that much is held while the call runs. */
  output: z.enum(["actual", "max-tokens"]).default("actual"),
});
export type Limits = z.infer<typeof limitsSchema>;

/** Anthropic's tiers: requests, input and output tokens a minute, per model. */
export const tiers = {
  start: [1_000, 2_000_000, 400_000],
  build: [5_000, 5_000_000, 1_000_000],
  scale: [10_000, 10_000_000, 2_000_000],
} as const;
const tierSchema = z.enum(["start", "build", "scale", "none"]);

/** A log-normal draw: `exp(ln(median) + spread * normal)`, held within low and high. */
const spreadSchema = z.strictObject({
  median: z.number().min(0),
  spread: z.number().min(0),
  low: z.number().min(0),
  high: z.number().min(0),
});
export type Spread = z.infer<typeof spreadSchema>;
export const fixed = (value: number): Spread => ({
  median: value,
  spread: 0,
  low: value,
  high: value,
});

export const keyStates = [
  "good",
  "revoked",
  "no-credit",
  "forbidden",
  "spend-cap",
  "own-limit",
] as const;
export type KeyState = (typeof keyStates)[number];

const batchesSchema = z.strictObject({
  /** From creation to the end. */
  seconds: seconds.default(600),
  /** After creation, `retrieve` and `results` answer 404 for so long. */
  notFoundSeconds: seconds.default(0),
  cancelSeconds: seconds.default(5),
  /** What isn't done after so long expires. */
  daySeconds: seconds.default(86_400),
  /** Shares of the requests that end so. */
  errored: share.default(0),
  expired: share.default(0),
});

const openaiSchema = z.strictObject({
  /** Local servers take calls without a key, and with any. */
  needsKey: z.boolean().default(true),
  /** Whether `usage` is reported at all. */
  usage: z.boolean().default(true),
  /** Tokens that the server keeps of a prompt; the rest is cut without a word. */
  promptWindow: z.number().int().positive().optional(),
  finishReason: z.boolean().default(true),
  /** Whether response_format counts. */
  schema: z.boolean().default(true),
  rateHeaders: z.boolean().default(true),
});

/** The whole behaviour, as JSON. Durations are seconds of the scenario; `timeScale` makes them shorter. */
export const scenarioSchema = z.strictObject({
  seed: z.number().int().default(1),
  /** Real seconds for one second of the scenario: 1 is real time, 0.001 a thousand times faster. */
  timeScale: z.number().positive().default(1),
  /**
   * `real`: retry-after, resets and limits in headers hold on the client's clock, whatever the scale.
   * `scenario`: they are the vendor's, for a client whose clock runs at the scale too.
   */
  headerClock: z.enum(["real", "scenario"]).default("real"),
  /** What draws hang on: the order of arrival, or the body (and how often it came). */
  drawBy: z.enum(["order", "body"]).default("order"),
  latency: spreadSchema.default({ median: 55, spread: 0.3, low: 25, high: 107 }),
  firstByte: spreadSchema.default({ median: 1.2, spread: 0.4, low: 0.3, high: 8 }),
  outputTokens: spreadSchema.default({ median: 3_000, spread: 0.15, low: 1_800, high: 4_400 }),
  /** `written`: characters / 4 of the text that was sent. `drawn`: the drawn number, whatever the text. */
  countOutput: z.enum(["written", "drawn"]).default("written"),
  faults: z.array(ruleSchema).default([]),
  tier: tierSchema.default("scale"),
  /** Per model, over the tier; "*" is for all others. A bucket is one key's and one model's. */
  limits: z.record(z.string(), limitsSchema).default({}),
  keys: z.record(z.string(), z.enum(keyStates)).default({
    "fake-key-good": "good",
    "fake-key-revoked": "revoked",
    "fake-key-no-credit": "no-credit",
    "fake-key-forbidden": "forbidden",
    "fake-key-spend-cap": "spend-cap",
    "fake-key-own-limit": "own-limit",
  }),
  /** Models of the OpenAI-compatible side; Anthropic's stand in models.ts. */
  openaiModels: z.array(z.string()).default(["local-model", "llama-4-8b"]),
  batches: batchesSchema.prefault({}),
  openai: openaiSchema.prefault({}),
});
export type Scenario = z.infer<typeof scenarioSchema>;
export type ScenarioInput = z.input<typeof scenarioSchema>;

/** Nothing takes time and nothing is limited: for tests of other things, and for throughput. */
export const instant: ScenarioInput = {
  latency: fixed(0),
  firstByte: fixed(0),
  tier: "none",
};
