import type { FailedOutcome, OutcomeKind } from "./outcome.ts";
import type { Failure } from "./schema.ts";
import type { Context } from "../context.ts";
import type { Writer } from "../writers/registry.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import type { ProviderRequest, ProviderResponse } from "#/platform/llm/port.ts";

/** One call to a model, as its caller wants it. */
export interface ModelCall {
  projectId: string;
  /** "write", "suggest", "judge" and so on. */
  purpose: string;
  batchId?: string | null;
  conversationId?: string | null;
  templateVersionId?: string | null;
  provider: string;
  request: ProviderRequest;
  /** What the request was made with, for the record: seed, message count, why it is a repair. */
  parameters: Record<string, unknown>;
  /** A person waits for it; left out: calls without a batch are urgent. */
  isUrgent?: boolean;
  /** The writer, where the caller has opened it already. */
  writer?: Writer;
  /**
   * Inside the transaction that reserves the call, after everything else: whether it is still wanted. False
   * undoes the reservation; nothing is sent then. May write; touches neither buckets nor budgets.
   */
  beforeSend?: (tx: Transaction) => Promise<boolean>;
  /**
   * Inside the transaction that puts a failure on the record and gives its place back, after everything
   * else: what has to hold before another call may have the place. Touches neither buckets nor budgets.
   */
  onFailed?: (ctx: Context, failed: FailedOutcome) => Promise<void>;
  /** Once, when the first piece of the answer is there. */
  onWriting?: () => void;
}

/**
 * Why there is no answer. Besides what a provider's failure asks for: "cap": a cap would have been broken;
 * "limit": it would have to wait for very long; "stopped": ended by the caller, the batch or the process;
 * "not_wanted": `beforeSend` said no. Of these nothing was sent, but for a call that was stopped on its way.
 */
export type FailedKind = OutcomeKind | "cap" | "limit" | "not_wanted";

export type CallResult =
  | { attemptId: string; response: ProviderResponse; failure: null }
  | {
      /** Null where nothing was recorded, because nothing was to be sent. */
      attemptId: string | null;
      response: null;
      failure: Failure;
      kind: FailedKind;
      /** With "retry_at" and "limit". */
      retryAfterSeconds: number | null;
      /** It counts as spent, at what was held back for it. */
      mayBeBilled: boolean;
    };
