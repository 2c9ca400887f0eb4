import { z } from "zod";
import { failureSchema } from "../calls/schema.ts";
import { selectionSchema } from "../conversations/schema.ts";

const range = z.object({ low: z.number(), expected: z.number(), high: z.number() });

/** What a batch is expected to take, said before it begins. Money in millionths of a US dollar, time in seconds. */
export const estimateSchema = z.object({
  /** Conversations that would be written. */
  count: z.number().int(),
  /** Of those, how many have a text already that a new version would follow. */
  again: z.number().int(),
  /** Selected but left out: seeds, and rows that a batch is writing at this moment. */
  skipped: z.number().int(),
  writer: z.object({
    provider: z.string(),
    model: z.string(),
    label: z.string(),
    isPractice: z.boolean(),
  }),
  costMicros: range,
  seconds: range,
  /** From finished runs of this project, or from the writer's own figures. */
  basis: z.string(),
});
export type Estimate = z.infer<typeof estimateSchema>;

export const estimateInput = z.object({ projectId: z.uuid(), selection: selectionSchema });

export const startBatchInput = estimateInput.extend({
  /** The number the person confirmed; when the selection has changed meanwhile, nothing starts. */
  expectedCount: z.number().int().min(1, "Nothing is selected that could be written."),
});

export const itemStates = ["queued", "running", "done", "failed", "cancelled"] as const;

/** Where a batch stands. done + failed + cancelled ends equal to total. */
export const batchProgressSchema = z.object({
  id: z.string(),
  projectId: z.string(),
  number: z.number().int(),
  state: z.enum(["running", "finished", "cancelled"]),
  writer: z.string(),
  isPractice: z.boolean(),
  total: z.number().int(),
  done: z.number().int(),
  failed: z.number().int(),
  cancelled: z.number().int(),
  /** What is being written right now: labels of persona and topic. */
  running: z.array(
    z.object({
      conversationId: z.string(),
      reference: z.string(),
      persona: z.string(),
      topic: z.string(),
    }),
  ),
  costMicros: z.number().int(),
  expectedCostMicros: z.number(),
  /** Conversations a minute over the last stretch; null before the first one is done. */
  ratePerMinute: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  createdByName: z.string(),
  createdAt: z.date(),
  finishedAt: z.date().nullable(),
});
export type BatchProgress = z.infer<typeof batchProgressSchema>;

export const batchItemSchema = z.object({
  conversationId: z.string(),
  reference: z.string(),
  persona: z.string(),
  topic: z.string(),
  state: z.enum(itemStates),
  attempts: z.number().int(),
  failure: failureSchema.nullable(),
  seconds: z.number().nullable(),
});

export type BatchItem = z.infer<typeof batchItemSchema>;

/** One message on the event stream of a project. */
export const progressEventSchema = z.object({
  /** Running batches, and those that ended within the last minute. */
  batches: z.array(batchProgressSchema),
  /** Rises whenever a conversation of the project changed: pages re-read what they show. */
  revision: z.number().int(),
});
export type ProgressEvent = z.infer<typeof progressEventSchema>;
