import { z } from "zod";

/** A failure in a person's words. `retryable`: trying again may help without changing anything. */
export const failureSchema = z.object({
  code: z.string(),
  message: z.string(),
  retryable: z.boolean(),
});
export type Failure = z.infer<typeof failureSchema>;

export const callStates = [
  "sent",
  "succeeded",
  "failed",
  "invalid",
  "superseded",
  "billed_unknown",
] as const;

/** One attempt at a model, as kept on the record. Money in millionths of a US dollar. */
export const callAttemptSchema = z.object({
  id: z.string(),
  purpose: z.string(),
  attempt: z.number().int(),
  /** "billed_unknown": it broke after it may have cost something, so it counts at what was held back. */
  state: z.enum(callStates),
  provider: z.string(),
  model: z.string(),
  batchId: z.string().nullable(),
  conversationId: z.string().nullable(),
  parameters: z.record(z.string(), z.unknown()),
  request: z.unknown(),
  response: z.unknown(),
  failure: failureSchema.nullable(),
  /** All input, whatever the cache did with it. */
  inputTokens: z.number().int().nullable(),
  outputTokens: z.number().int().nullable(),
  cacheReadTokens: z.number().int().nullable(),
  cacheWriteTokens: z.number().int().nullable(),
  /** Counted by us, because the server told none. */
  isUsageEstimated: z.boolean(),
  costMicros: z.number().int().nullable(),
  savedMicros: z.number().int().nullable(),
  reservedMicros: z.number().int(),
  status: z.number().int().nullable(),
  limits: z.unknown(),
  providerRequestId: z.string().nullable(),
  sentAt: z.date(),
  firstByteAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
});
export type CallAttempt = z.infer<typeof callAttemptSchema>;
