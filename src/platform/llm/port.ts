/**
 * The port for every language model that can be asked for something. Two implementations stand or are
 * foreseen behind it: the local practice writer, and vendors over HTTP.
 */

export interface ProviderMessage {
  role: "system" | "user" | "assistant";
  content: string;
}

/** One call. Everything here is stored with the attempt before it is sent. */
export interface ProviderRequest {
  model: string;
  messages: ProviderMessage[];
  /** JSON schema that the answer must follow. */
  outputSchema: Record<string, unknown>;
  maxOutputTokens: number;
  /**
   * What the prompt was filled from, as data. Vendors get the prompt alone; the practice writer, which
   * understands no language, composes from this.
   */
  material: Record<string, unknown>;
}

export interface ProviderUsage {
  inputTokens: number;
  outputTokens: number;
}

export type StopReason = "end" | "max_tokens" | "refusal" | "other";

export interface ProviderResponse {
  /** Raw text of the answer. */
  text: string;
  stopReason: StopReason;
  usage: ProviderUsage;
  providerRequestId: string | null;
  /** The answer as it came, for the log. */
  raw: unknown;
}

/** A failure at the provider. `retryable`: the same request may succeed later. */
export class ProviderError extends Error {
  readonly code: string;
  readonly retryable: boolean;
  readonly raw: unknown;

  constructor(code: string, message: string, retryable: boolean, raw: unknown = null) {
    super(message);
    this.name = "ProviderError";
    this.code = code;
    this.retryable = retryable;
    this.raw = raw;
  }
}

export interface ModelInfo {
  model: string;
  label: string;
  /** Millionths of a US dollar per token. */
  inputMicrosPerToken: number;
  outputMicrosPerToken: number;
  /** Usual seconds for one conversation, and calls that may run side by side. */
  secondsPerConversation: number;
  concurrency: number;
}

export interface Provider {
  id: string;
  label: string;
  /** Practice text is marked as such everywhere and stays out of exports. */
  isPractice: boolean;
  models: ModelInfo[];
  generate(request: ProviderRequest, signal: AbortSignal): Promise<ProviderResponse>;
}
