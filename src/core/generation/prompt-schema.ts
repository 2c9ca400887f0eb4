import { z } from "zod";
import { failureSchema } from "../calls/schema.ts";
import { messageSchema, scorePartSchema } from "../conversations/schema.ts";
import { writerNameSchema } from "../writers/schema.ts";

export const previewPromptInput = z.object({
  conversationId: z.uuid(),
  /** A text that isn't saved; the current version of the row's template unless it is given. */
  body: z.string().optional(),
});

/** A prompt as it would be sent now, message for message. */
export const promptPreviewSchema = z.object({
  conversationId: z.string(),
  reference: z.string(),
  /** `number` is null for a text that isn't saved. */
  template: z.object({ name: z.string(), number: z.number().int().nullable() }),
  systemPrompt: z.string(),
  userMessage: z.string(),
  /** Where each placeholder's value stands in `userMessage`, in UTF-16 units. */
  ranges: z.array(z.object({ name: z.string(), start: z.number(), end: z.number() })),
  /** Estimated, for both messages together. */
  tokens: z.number().int(),
});
export type PromptPreview = z.infer<typeof promptPreviewSchema>;

export const testTemplateInput = z.object({
  templateId: z.uuid(),
  conversationId: z.uuid(),
  body: z.string(),
  /** The preferred writer unless one is named. */
  writer: writerNameSchema.optional(),
});

const writer = z.object({
  provider: z.string(),
  model: z.string(),
  label: z.string(),
  isPractice: z.boolean(),
});

/** What trying a draft once may cost, in millionths of a US dollar, and take, in seconds. */
export const testEstimateSchema = z.object({
  writer,
  /** `high`: the longest answer, and one repair of it. */
  costMicros: z.object({ expected: z.number(), high: z.number() }),
  seconds: z.number(),
  inputTokens: z.number().int(),
});
export type TestEstimate = z.infer<typeof testEstimateSchema>;

const writtenText = z.object({
  messages: z.array(messageSchema),
  score: z.number().nullable(),
  scoreParts: z.array(scorePartSchema),
  /** Of all calls that it took; null where no call is known (an edited text, an import). */
  costMicros: z.number().nullable(),
  seconds: z.number().nullable(),
});

/** The draft's text beside the one that stands. Nothing of it is stored but the calls. */
export const templateTestSchema = z.object({
  conversationId: z.string(),
  reference: z.string(),
  writer,
  draft: writtenText.nullable(),
  /** Why there is no text; its calls are on the record all the same. */
  failure: failureSchema.nullable(),
  draftCostMicros: z.number(),
  current: writtenText
    .extend({
      version: z.number().int(),
      writer: z.string().nullable(),
      isPractice: z.boolean(),
      /** The template's version that wrote it, where one did. */
      templateVersion: z.number().int().nullable(),
    })
    .nullable(),
});
export type TemplateTest = z.infer<typeof templateTestSchema>;

/** A seed, or an approved conversation, that prompts may show. */
export const exampleCandidateSchema = z.object({
  id: z.string(),
  reference: z.string(),
  title: z.string(),
  origin: z.enum(["planned", "seed"]),
  score: z.number().nullable(),
  isPinned: z.boolean(),
  /** Whether the next prompts show it, under the setting as it stands. */
  isShown: z.boolean(),
});

export const examplesSchema = z.object({
  count: z.number().int(),
  pinned: z.array(z.string()),
  /** Seeds, pinned ones, and the best of the approved conversations. */
  candidates: z.array(exampleCandidateSchema),
  /** Pinned ones that no prompt shows: deleted, practice, or not approved any more. */
  missing: z.number().int(),
});
export type Examples = z.infer<typeof examplesSchema>;

export const chooseExamplesInput = z.object({
  projectId: z.uuid(),
  count: z.number().int().min(0).max(3, "A prompt shows at most 3 examples."),
  pinned: z.array(z.uuid()).max(50, "At most 50 conversations can be chosen as examples."),
});
