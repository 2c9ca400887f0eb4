/**
 * The port for every language model that can be asked for something. Behind it stand the local practice
 * writer, Anthropic, and every server that speaks OpenAI's chat API.
 */

export interface ProviderMessage {
  role: "system" | "user" | "assistant";
  content: string;
}

/** One call. Everything here is stored with the attempt before it is sent. */
export interface ProviderRequest {
  model: string;
  /** The system message is the part that many calls share: a vendor that can caches it. */
  messages: ProviderMessage[];
  /** JSON schema that the answer must follow; null asks for plain text. */
  outputSchema: Record<string, unknown> | null;
  maxOutputTokens: number;
  /**
   * What the prompt was filled from, as data. Vendors get the prompt alone; the practice writer, which
   * understands no language, composes from this.
   */
  material: Record<string, unknown>;
}

/** How a call is watched while it runs. */
export interface CallWatch {
  /** Ends the call early; what had arrived is kept in the error's `partial`. */
  signal: AbortSignal;
  /** Called once, as soon as a good answer's headers are there: its limits let other calls go. */
  onHeaders?: (head: { limits: RateLimits | null }) => void;
  /**
   * Called for every piece that arrives, with all characters of the answer so far: the caller's idle
   * watchdog, and the line "is writing".
   */
  onActivity?: (arrived: { outputCharacters: number }) => void;
  /** Our own id of the attempt, sent along as `x-client-request-id`. */
  attemptId?: string;
}

/** Tokens as the provider counted them. All input is the sum of the first four. */
export interface ProviderUsage {
  /** Input that was neither read from nor written to a cache. */
  inputTokens: number;
  cacheReadTokens: number;
  /** Written to a cache that lives five minutes, and one hour. */
  cacheWriteTokens: number;
  cacheWriteHourTokens: number;
  outputTokens: number;
}

export const noTokens: ProviderUsage = {
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  cacheWriteHourTokens: 0,
  outputTokens: 0,
};

/** One of the three things that a provider counts in a minute. Null: it didn't say. */
export interface RateLevel {
  limit: number | null;
  remaining: number | null;
  /** Seconds until it is full again. */
  resetSeconds: number | null;
}

/** The limits that a response's headers told. */
export interface RateLimits {
  requests: RateLevel;
  inputTokens: RateLevel;
  outputTokens: RateLevel;
}

export type StopReason = "end" | "max_tokens" | "refusal" | "context_exceeded" | "other";

export interface ProviderResponse {
  /** Raw text of the answer. */
  text: string;
  stopReason: StopReason;
  /** Null where the server reported none: the caller estimates, and says so. */
  usage: ProviderUsage | null;
  providerRequestId: string | null;
  /** Null where no header told any. */
  limits: RateLimits | null;
  /** The answer as it came, for the log. */
  raw: unknown;
}

/**
 * What a failure asks for: the same again after a pause; again, but not before a time; a person (key,
 * money, rights, an unknown model); nothing, because the model refused; or another try at the answer.
 */
export const failureKinds = [
  "retryable",
  "retry_at",
  "needs_person",
  "refused",
  "invalid_output",
] as const;
export type FailureKind = (typeof failureKinds)[number];

export interface ProviderFault {
  /** Stable name such as "rate_limited", "overloaded", "wrong_key", "no_credit", "unknown_model". */
  code: string;
  /** What happened and what to do, for a person. */
  message: string;
  kind: FailureKind;
  /** Seconds that the provider asked to wait; only with the kind "retry_at". */
  retryAfterSeconds?: number;
  /** HTTP status, where one came. */
  status?: number;
  /** With a status: whether the vendor's API itself said it, rather than a gateway before it. */
  isApiBody?: boolean;
  providerRequestId?: string | null;
  limits?: RateLimits | null;
  /** "unknown" once a byte of an answer may have been made: the money counts as spent. */
  billed?: "no" | "unknown";
  /** Text and usage that had arrived before it broke. */
  partial?: { text: string; usage: ProviderUsage | null };
  raw?: unknown;
}

/** A failure at the provider. */
export class ProviderError extends Error {
  readonly fault: ProviderFault;

  constructor(fault: ProviderFault) {
    super(fault.message);
    this.name = "ProviderError";
    this.fault = fault;
  }

  /** Known by its shape: Next loads routes apart, each with a class of its own, while providers are shared. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === "ProviderError" && "fault" in value;
  }

  get isRetryable(): boolean {
    return this.fault.kind === "retryable" || this.fault.kind === "retry_at";
  }
}

/** Prices in millionths of a US dollar per token. */
export interface ModelPrices {
  input: number;
  output: number;
  cacheWrite: number;
  cacheWriteHour: number;
  cacheRead: number;
  /** What a call in a batch of the vendor's costs, as a share of the above; null: it has no batches. */
  batchShare: number | null;
  /** Other prices once the prompt is longer than this many tokens. */
  long?: { aboveInputTokens: number } & Omit<ModelPrices, "long" | "batchShare">;
}

export interface ModelInfo {
  model: string;
  label: string;
  prices: ModelPrices;
  /** Usual seconds for a conversation of about 3,000 tokens, and calls that may run side by side. */
  secondsPerConversation: number;
  concurrency: number;
}

/** A model as the provider's own list names it. */
export interface ListedModel {
  model: string;
  label: string;
  /** Tokens, where the provider says them. */
  contextTokens: number | null;
  maxOutputTokens: number | null;
}

/** A request inside a vendor's batch. The id is ours: letters, digits, - and _, at most 64. */
export interface BatchRequest {
  id: string;
  request: ProviderRequest;
}

export type BatchOutcome =
  | { id: string; response: ProviderResponse; fault: null }
  | { id: string; response: null; fault: ProviderFault }
  /** Something that can't be read: nobody knows whose. What stands beside it can. */
  | { id: null; response: null; fault: ProviderFault };

export interface BatchStatus {
  id: string;
  hasEnded: boolean;
  isCancelling: boolean;
  /** Counts that the vendor tells; they may stay at zero until the end. */
  counts: { processing: number; succeeded: number; failed: number };
  /** When the vendor gives up what isn't done. */
  expiresAt: Date | null;
  endedAt: Date | null;
}

/** A batch as the vendor's own list shows it. */
export interface ListedBatch extends BatchStatus {
  /** How many requests it holds. */
  requests: number;
  /** How long ago it was made, by the vendor's own clock. */
  ageSeconds: number;
  /** Its results can't be read any more. */
  isArchived: boolean;
}

/** Calls that the vendor answers within a day, for less money. */
export interface BatchCalls {
  create: (requests: readonly BatchRequest[], watch: CallWatch) => Promise<BatchStatus>;
  retrieve: (batchId: string, watch: CallWatch) => Promise<BatchStatus>;
  /** In any order, each once. */
  results: (batchId: string, watch: CallWatch) => AsyncIterable<BatchOutcome>;
  cancel: (batchId: string, watch: CallWatch) => Promise<BatchStatus>;
  /** All that the key's account keeps, whoever made them; the newest first, read as far as is asked. */
  list: (watch: CallWatch) => AsyncIterable<ListedBatch>;
}

export interface Provider {
  id: string;
  label: string;
  /** Practice text is marked as such everywhere and stays out of exports. */
  isPractice: boolean;
  models: ModelInfo[];
  /**
   * Makes one call; never retries by itself, never ends by a clock of its own.
   * @throws ProviderError; an abort of the signal as its reason, or, once a part of the answer had arrived,
   * as the fault "stopped" with that part and the reason as the error's cause.
   */
  generate: (request: ProviderRequest, watch: CallWatch) => Promise<ProviderResponse>;
  /** The models that the account or the server offers. @throws ProviderError */
  listModels?: (watch: CallWatch) => Promise<ListedModel[]>;
  batches?: BatchCalls;
}

/** Prices of what costs nothing. */
export const freePrices: ModelPrices = {
  input: 0,
  output: 0,
  cacheWrite: 0,
  cacheWriteHour: 0,
  cacheRead: 0,
  batchShare: null,
};
