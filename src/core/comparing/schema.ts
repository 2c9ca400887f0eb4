import { z } from "zod";
import { splitKinds } from "../generation/split-schema.ts";
import { tierSchema } from "../taxonomy/schema.ts";

export const compareArmsInput = z.object({ batchId: z.uuid() });
export const scoreInput = z.object({ projectId: z.uuid() });

/** So many of so many, with the interval (95 %) that the share lies in; null where nothing was counted. */
const countedShare = z.object({
  count: z.number().int(),
  of: z.number().int(),
  share: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});
export type CountedShare = z.infer<typeof countedShare>;

/** What is known of one side: money in millionths of a US dollar, time in seconds. */
export const figuresSchema = z.object({
  /** Texts that were stored. */
  written: z.number().int(),
  /** Conversations whose first answer held to the structure without repair, of those that were answered. */
  validity: countedShare,
  /** Mean of the texts' scores with its interval (95 %, from two scores on). */
  score: z.object({
    count: z.number().int(),
    mean: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
  }),
  /** Texts that stand approved, of those that stand approved or rejected. A flag decides nothing yet. */
  approval: countedShare,
  /** Of all calls, failures and repairs with them. */
  costMicros: z.number(),
  costPerApprovedMicros: z.number().nullable(),
  /** Of all calls, for each text that was stored. */
  secondsPerConversation: z.number().nullable(),
});
export type Figures = z.infer<typeof figuresSchema>;

/** One less the other, and the interval that the difference lies in. */
const differenceSchema = z.object({
  difference: z.number(),
  low: z.number(),
  high: z.number(),
  /** 0 lies in the interval: chance alone may have made it. */
  isChance: z.boolean(),
  /** How many more each side would need, roughly, to tell one like it from chance; null: no number does. */
  moreNeeded: z.number().int().nullable(),
});
export type Difference = z.infer<typeof differenceSchema>;

/** Two sides by their places in the list; null where one of them has nothing to go by yet. */
export const pairSchema = z.object({
  one: z.number().int(),
  other: z.number().int(),
  approval: differenceSchema.nullable(),
  validity: differenceSchema.nullable(),
  score: differenceSchema.nullable(),
});
export type Pair = z.infer<typeof pairSchema>;

const writer = z.object({
  provider: z.string(),
  model: z.string(),
  label: z.string(),
  isPractice: z.boolean(),
});
const versionSchema = z.object({
  versionId: z.string(),
  templateId: z.string(),
  name: z.string(),
  number: z.number().int(),
});

/** The sides of a batch that compares something. */
export const comparedArmsSchema = z.object({
  over: z.enum(splitKinds),
  arms: z.array(
    figuresSchema.extend({
      label: z.string(),
      /** Conversations dealt to it, and what became of those that have no text. */
      total: z.number().int(),
      failed: z.number().int(),
      /** Over templates: the versions that write. */
      versions: z.array(versionSchema),
      writer,
    }),
  ),
  pairs: z.array(pairSchema),
});
export type ComparedArms = z.infer<typeof comparedArmsSchema>;

/** A version of a template and all that it wrote in the project. Practice texts stand apart. */
export const scoredTemplateSchema = figuresSchema.extend(versionSchema.shape).extend({
  tier: tierSchema,
  isPractice: z.boolean(),
});
export const scoredTemplatesSchema = z.object({
  rows: z.array(scoredTemplateSchema),
  pairs: z.array(pairSchema),
});
export type ScoredTemplates = z.infer<typeof scoredTemplatesSchema>;

/** A model and all that it wrote in the project. */
export const scoredWriterSchema = figuresSchema.extend({ writer });
export const scoredWritersSchema = z.object({
  rows: z.array(scoredWriterSchema),
  pairs: z.array(pairSchema),
});
export type ScoredWriters = z.infer<typeof scoredWritersSchema>;
