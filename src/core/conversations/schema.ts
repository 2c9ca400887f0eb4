import { z } from "zod";
import { badges, generationStates, reviewStates } from "./states.ts";
import { failureSchema } from "../calls/schema.ts";
import { labelsSchema, slugSchema, tierSchema } from "../taxonomy/schema.ts";

export const roleOfMessageSchema = z.enum(["user", "assistant"]);

/** Emotions of one message: intensity and confidences 0..1, valence -1..1. */
export const emotionsSchema = z.object({
  primary: z.string(),
  primaryConfidence: z.number().min(0).max(1).optional(),
  secondary: z.string().optional(),
  secondaryConfidence: z.number().min(0).max(1).optional(),
  tertiary: z.string().optional(),
  tertiaryConfidence: z.number().min(0).max(1).optional(),
  intensity: z.number().min(0).max(1).optional(),
  valence: z.number().min(-1).max(1).optional(),
});
export type Emotions = z.infer<typeof emotionsSchema>;

/** One utterance. A conversation has 8-16 of them, not counting the system prompt. */
export const messageSchema = z.object({
  role: roleOfMessageSchema,
  content: z.string(),
  emotions: emotionsSchema.nullable().default(null),
});
export type Message = z.infer<typeof messageSchema>;

/** What the plan drew for a row, so that rows differ and the same seed gives the same row. */
export const rowPlanSchema = z.object({
  seed: z.number().int(),
  arc: z.string().optional(),
  scenario: z.string().optional(),
  edgeCase: z.string().optional(),
  messageCount: z.number().int(),
  /** Short, middling or long user messages. */
  userVerbosity: z.enum(["terse", "plain", "talkative"]),
  opener: z.enum(["question", "story", "feeling", "numbers", "small-talk"]),
  person: z.object({
    firstName: z.string(),
    age: z.number().int(),
    occupation: z.string(),
    /** Currency units of the project, a year. */
    income: z.number().int(),
    savings: z.number().int(),
  }),
  /** Marks an odd pair of labels; it is never forbidden. */
  oddPair: z.string().optional(),
});
export type RowPlan = z.infer<typeof rowPlanSchema>;

const valueList = z.array(z.string().min(1).max(120)).max(100).optional();

/** The filter of the table, the facets, bulk actions and the export: one shape for all. Values of one dimension are alternatives. */
export const conversationFilterSchema = z.object({
  /** Badges. */
  status: z
    .array(z.enum(badges, { error: `A status is one of: ${badges.join(", ")}.` }))
    .optional(),
  origin: z.array(z.enum(["planned", "seed"])).optional(),
  /** Dimension key -> value keys. */
  labels: z.record(z.string(), z.array(z.string()).max(100)).optional(),
  /** Conversations that a chunk of this document grounds. */
  documentId: valueList,
  /** Conversations whose newest generated text this version of a template wrote. */
  templateVersionId: valueList,
  practice: z.boolean().optional(),
  /** Words in the reference or the title. */
  search: z.string().trim().max(200).optional(),
});
export type ConversationFilter = z.infer<typeof conversationFilterSchema>;

/** Some rows by id, or all that a filter matches. */
export const selectionSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("ids"),
    ids: z.array(z.uuid()).min(1, "Select at least one conversation.").max(10_000),
  }),
  z.object({ kind: z.literal("filter"), filter: conversationFilterSchema }),
]);
export type Selection = z.infer<typeof selectionSchema>;

export const sortKeys = [
  "position",
  "reference",
  "title",
  "persona",
  "emotion",
  "topic",
  "tier",
  "status",
  "score",
  "messageCount",
  "updatedAt",
] as const;
/** By the names of any dimension's values, a project's own ones too: "label.season". */
export const labelSortSchema = z.templateLiteral(["label.", slugSchema]);

export const conversationSortSchema = z.object({
  key: z
    .union([z.enum(sortKeys), labelSortSchema], {
      error: `Sort by one of: ${sortKeys.join(", ")}, or by "label." and the key of a dimension.`,
    })
    .default("position"),
  direction: z.enum(["asc", "desc"]).default("asc"),
});
export type ConversationSort = z.infer<typeof conversationSortSchema>;

export const listConversationsInput = z.object({
  projectId: z.uuid(),
  filter: conversationFilterSchema.default({}),
  sort: conversationSortSchema.prefault({}),
  page: z.number().int().min(1).default(1),
  pageSize: z.number().int().min(1).max(200).default(50),
});

export const conversationRowSchema = z.object({
  id: z.string(),
  reference: z.string(),
  origin: z.enum(["planned", "seed"]),
  title: z.string(),
  tier: tierSchema,
  /** Dimension key -> value key. Names of values come from the taxonomy. */
  labels: labelsSchema,
  badge: z.enum(badges),
  generationState: z.enum(generationStates),
  reviewState: z.enum(reviewStates),
  score: z.number().nullable(),
  messageCount: z.number().int().nullable(),
  isPractice: z.boolean(),
  failure: failureSchema.nullable(),
  updatedAt: z.date(),
  /** Of an edge case that asks for one: whether an expert has confirmed the current text. */
  expertReview: z.enum(["none", "needed", "confirmed"]),
});
export type ConversationRow = z.infer<typeof conversationRowSchema>;

export const conversationPageSchema = z.object({
  rows: z.array(conversationRowSchema),
  total: z.number().int(),
  page: z.number().int(),
  pageSize: z.number().int(),
});

/** Per dimension ("status" among them): value -> count under all the other filters. */
export const facetsSchema = z.object({
  total: z.number().int(),
  counts: z.record(z.string(), z.record(z.string(), z.number().int())),
});
export type Facets = z.infer<typeof facetsSchema>;

/** One part of a score: 0..1 times its weight; the reason is a sentence. */
export const scorePartSchema = z.object({
  check: z.string(),
  label: z.string(),
  value: z.number().min(0).max(1),
  weight: z.number(),
  reason: z.string(),
});
export type ScorePart = z.infer<typeof scorePartSchema>;

export const versionSummarySchema = z.object({
  id: z.string(),
  number: z.number().int(),
  origin: z.enum(["generated", "seed", "edited", "restored"]),
  writer: z.string().nullable(),
  isPractice: z.boolean(),
  templateName: z.string().nullable(),
  templateVersion: z.number().int().nullable(),
  score: z.number().nullable(),
  createdByName: z.string(),
  createdAt: z.date(),
});

export const conversationDetailSchema = conversationRowSchema.extend({
  projectId: z.string(),
  plan: rowPlanSchema.nullable(),
  systemPrompt: z.string().nullable(),
  /** Of the current version: a decision sends it back, so that nobody decides on a text they haven't read. */
  contentHash: z.string().nullable(),
  /** The messages of the current version, or of the one that was asked for. */
  messages: z.array(
    messageSchema.extend({ position: z.number().int(), wordCount: z.number().int() }),
  ),
  shownVersion: versionSummarySchema.nullable(),
  versions: z.array(versionSummarySchema),
  scoreParts: z.array(scorePartSchema),
  storyline: z
    .object({
      kind: z.enum(["arc", "scenario", "edge_case"]),
      key: z.string(),
      label: z.string(),
      description: z.string(),
    })
    .nullable(),
  /** The emotional course, for the strip: intensities 0..1. */
  course: z.array(z.object({ point: z.string(), emotion: z.string(), intensity: z.number() })),
  chunks: z.array(
    z.object({
      id: z.string(),
      documentId: z.string(),
      documentTitle: z.string(),
      fileName: z.string(),
      category: z.string().nullable(),
      heading: z.string(),
      content: z.string(),
    }),
  ),
  decisions: z.array(
    z.object({
      id: z.string(),
      decision: z.enum(["approve", "reject", "flag", "undo"]),
      reason: z.string().nullable(),
      /** Who has the expertise that the approval rests on. */
      expertReviewer: z.string().nullable(),
      byName: z.string(),
      at: z.date(),
    }),
  ),
  notes: z.array(
    z.object({
      id: z.string(),
      body: z.string(),
      messagePosition: z.number().int().nullable(),
      byName: z.string(),
      at: z.date(),
    }),
  ),
  generatedBy: z.object({ name: z.string(), at: z.date() }).nullable(),
});
export type ConversationDetail = z.infer<typeof conversationDetailSchema>;

/** The row before and after in the filtered, sorted table, and where this one stands (from 1). */
export const neighboursSchema = z.object({
  previousId: z.string().nullable(),
  nextId: z.string().nullable(),
  place: z.number().int().nullable(),
  total: z.number().int(),
});
