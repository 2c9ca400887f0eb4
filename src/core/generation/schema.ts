import { z } from "zod";
import { splitInput } from "./split-schema.ts";
import { failureSchema } from "../calls/schema.ts";
import { selectionSchema } from "../conversations/schema.ts";
import { writerNameSchema } from "../writers/schema.ts";

/** What keeps a batch from being faster. "call": the longest single call. */
export const bindings = ["concurrency", "call", "requests", "input", "output"] as const;
export type Binding = (typeof bindings)[number];

export const batchModes = ["live", "overnight"] as const;

const range = z.object({ low: z.number(), expected: z.number(), high: z.number() });

/** Whether the writer may be asked at the moment: see calls/read-writer-health.ts. */
export const healthSchema = z.object({
  state: z.enum(["ok", "limited", "failing", "disk_full"]),
  reason: z.string().nullable(),
  until: z.date().nullable(),
});

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
  /** Until so many are good: texts that are written for it. Null: one for each conversation. */
  texts: z
    .object({ low: z.number().int(), expected: z.number().int(), high: z.number().int() })
    .nullable(),
  /** The most that is held back for one call before it is sent; 0 where nothing is paid or no prompt can be made. */
  mostForOneMicros: z.number().int(),
  /** Overnight it is the vendor's promise: the expected value says nothing there and equals the high one. */
  seconds: range,
  /** What keeps it from being faster: a limit of the provider, the calls side by side, or one long call. */
  binding: z.enum([...bindings, "vendor"]),
  /** The same as a sentence. */
  bindingSentence: z.string(),
  /** From finished runs of this project, or from the writer's own figures. */
  basis: z.string(),
  /** Nothing was measured here yet: the ranges are wide, and limits that aren't known yet may add to the time. */
  isRough: z.boolean(),
  mode: z.enum(batchModes),
  /** Conversations written side by side at most. */
  concurrency: z.number().int(),
  /** What the writer itself is set to, whatever was wished. */
  ownConcurrency: z.number().int(),
  /** The least that is left under the project's and the month's caps; null where there is no cap. */
  budget: z
    .object({ leftMicros: z.number().int(), scope: z.enum(["project", "month"]) })
    .nullable(),
  health: healthSchema,
  /** What a person should know before confirming, each a sentence: nothing here stops the start. */
  warnings: z.array(z.string()),
  /** The sides of a comparison: how many conversations each would write, and for how much. */
  arms: z
    .array(z.object({ label: z.string(), count: z.number().int(), costMicros: z.number() }))
    .optional(),
});
export type Estimate = z.infer<typeof estimateSchema>;

/** Most calls of one batch side by side. */
export const MOST_CONCURRENT = 256;

const concurrencySchema = z
  .number()
  .int()
  .min(1, "At least one conversation is written at a time.")
  .max(
    MOST_CONCURRENT,
    `At most ${MOST_CONCURRENT} conversations are written at a time; the provider's own limits are kept whatever stands here.`,
  );

const capSchema = z
  .number()
  .int()
  .min(1, "A stop amount of nothing lets nothing be written: enter an amount, or leave it empty.");

export const estimateInput = z.object({
  projectId: z.uuid(),
  selection: selectionSchema,
  /** Left out: the writer chosen for the project. */
  writer: writerNameSchema.optional(),
  mode: z.enum(batchModes).default("live"),
  /** Calls side by side over all workers; left out: the connection's own number. */
  concurrency: concurrencySchema.optional(),
  /** Only the first so many of the selection. */
  limit: z.number().int().min(1).max(100_000).optional(),
  /** "Until N are good": stops once so many passed the checks, or so many texts were written for it. */
  target: z
    .object({
      good: z.number().int().min(1, "Until at least one is good."),
      candidates: z.number().int().min(1),
    })
    .refine(({ good, candidates }) => candidates >= good, {
      error: "As many texts may be written as good ones are wanted, or more.",
      path: ["candidates"],
    })
    .optional(),
  /** Compares templates or writers: each row is dealt to one side. */
  split: splitInput.optional(),
  /** What should be different, told to the writer beside the former text. */
  feedback: z
    .string()
    .trim()
    .max(2_000, "A wish for the new text has at most 2,000 characters.")
    .optional(),
});

export const startBatchInput = estimateInput.extend({
  /** The number the person confirmed; when the selection has changed meanwhile, nothing starts. */
  expectedCount: z.number().int().min(1, "Nothing is selected that could be written."),
  /** Nothing is sent that could take it above this, millionths of a US dollar. */
  capMicros: capSchema.optional(),
});

/** A change while it runs; what is left out stays. */
export const changeBatchInput = z.object({
  batchId: z.uuid(),
  /** Null takes the stop amount away. */
  capMicros: capSchema.nullable().optional(),
  concurrency: concurrencySchema.optional(),
});

/** Why nothing is sent at the moment, and until when if that is known. */
export const pauseSchema = z.object({
  kind: z.enum(["person", "needs_person", "cap", "provider_limit"]),
  /** A person's name for the first kind, the failure's code for the others. */
  by: z.string(),
  message: z.string(),
});
export type Pause = z.infer<typeof pauseSchema>;

export const itemStages = ["waiting", "asking", "writing", "checking", "repairing"] as const;

/** Overnight, in place of a stage: for what an item waits that isn't being tried again after a failure. */
export const waitsFor = ["money", "vendor"] as const;
export type WaitsFor = (typeof waitsFor)[number];

export const itemStates = ["queued", "running", "done", "failed", "cancelled"] as const;

/** Where a batch stands. done + failed + cancelled ends equal to total. */
export const batchProgressSchema = z.object({
  id: z.string(),
  projectId: z.string(),
  number: z.number().int(),
  state: z.enum(["running", "paused", "finished", "cancelled"]),
  /** It was stopped, and what was under way then is being finished. */
  isStopping: z.boolean(),
  mode: z.enum(batchModes),
  pause: pauseSchema.nullable(),
  pausedUntil: z.date().nullable(),
  /** Of its writer, while it runs. */
  health: healthSchema.nullable(),
  writer: z.string(),
  writerName: writerNameSchema,
  isPractice: z.boolean(),
  total: z.number().int(),
  done: z.number().int(),
  failed: z.number().int(),
  cancelled: z.number().int(),
  /** Of those done, how many passed every check. */
  good: z.number().int(),
  target: z.object({ good: z.number().int(), candidates: z.number().int() }).nullable(),
  /** Texts that were written: with a target more than one for a row whose first fell short. */
  written: z.number().int(),
  /** Waiting after a failure that is tried again by itself, and when the first of them is. */
  retrying: z.number().int(),
  nextRetryAt: z.date().nullable(),
  /** Overnight: waiting until what the vendor has is settled and there is money again. */
  waitingForMoney: z.number().int(),
  /** Overnight: waiting until the vendor takes batches again, and when it is asked next. */
  waitingForVendor: z.number().int(),
  vendorAskedAt: z.date().nullable(),
  /** What is being written right now: labels of persona and topic, and what is being done. */
  /** In the queue: waiting for a first text, or for another one. */
  queued: z.number().int(),
  running: z.array(
    z.object({
      conversationId: z.string(),
      reference: z.string(),
      persona: z.string(),
      topic: z.string(),
      stage: z.enum(itemStages),
      /** Since when it is under way. */
      since: z.date(),
    }),
  ),
  concurrency: z.number().int().nullable(),
  capMicros: z.number().int().nullable(),
  /** Spent, and held back for the calls under way. */
  costMicros: z.number().int(),
  reservedMicros: z.number().int(),
  /** What the vendor's cache and batch price took off. */
  savedMicros: z.number().int(),
  /** Low, expected and high as they were before it began. */
  estimate: z.object({ costMicros: range, seconds: range }),
  expectedCostMicros: z.number(),
  /**
   * Conversations a minute: over the last stretch while it runs, over all of it once it has ended; null as
   * long as fewer than two have ended since it began or went on.
   */
  ratePerMinute: z.number().nullable(),
  /** Overnight: conversations that the vendor has at the moment. */
  withVendor: z.number().int(),
  /** Overnight: when the vendor has answered or given up all that it has at the moment. */
  readyBy: z.date().nullable(),
  /** Texts still to be written, as far as it can be told: with a target judged by how many were good so far. */
  textsLeft: z.number().int(),
  secondsLeft: z.number().nullable(),
  /** How long it ran, without its pauses; null until it has ended. */
  activeSeconds: z.number().nullable(),
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
  /** Overnight, while it waits. */
  waitsFor: z.enum(waitsFor).nullable(),
  /** Overnight: since when the vendor has it, and when it has answered or given up; null: not known yet. */
  withVendor: z.object({ since: z.date(), readyBy: z.date().nullable() }).nullable(),
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
