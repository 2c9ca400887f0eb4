import { z } from "zod";
import { currencyCodes, languageCodes } from "#/lib/languages.ts";

/** How the business speaks. It goes into every prompt. */
export const voiceSchema = z.object({
  name: z.string().default(""),
  business: z.string().default(""),
  trade: z.string().default(""),
  expertise: z.string().default(""),
  yearsExperience: z.number().int().min(0).max(100).optional(),
  principles: z.array(z.string()).default([]),
  tone: z.string().default(""),
  techniques: z.array(z.string()).default([]),
  neverDoes: z.array(z.string()).default([]),
  sampleSentences: z.array(z.string()).default([]),
});
export type Voice = z.infer<typeof voiceSchema>;

const band = (low: number, high: number) =>
  z.tuple([z.number().int().min(1), z.number().int().min(1)]).default([low, high]);

export const examplesSettingSchema = z.object({
  count: z.number().int().min(0).max(3).default(1),
  pinned: z.array(z.uuid()).max(50).default([]),
});

/** The measures of a good conversation; each can be changed for a project. Words and messages are counts. */
export const projectSettingsSchema = z.object({
  userWords: band(20, 150),
  assistantWords: band(50, 250),
  /** Least share of messages inside their word band, 0..1. */
  lengthCompliance: z.number().min(0).max(1).default(0.85),
  messageCount: z
    .object({ template: band(8, 16), scenario: band(10, 16), edge_case: band(8, 12) })
    .prefault({}),
  /** Conversations that each prompt shows as examples: how many, and the ids of those that come first. */
  examples: examplesSettingSchema.prefault({}),
});
export type ProjectSettings = z.infer<typeof projectSettingsSchema>;

export const projectNameSchema = z
  .string()
  .trim()
  .min(1, "Enter a name for the project.")
  .max(120, "A project's name has at most 120 characters.");

const descriptionSchema = z
  .string()
  .trim()
  .max(2000, "A description has at most 2,000 characters.");
const languageSchema = z
  .string()
  .refine((code) => languageCodes.includes(code), "Choose a language from the list.");
const currencySchema = z
  .string()
  .refine((code) => currencyCodes.includes(code), "Choose a currency from the list.");

/** The steps of the set-up, in their order; each can be skipped and found again. */
export const setupSteps = [
  "business",
  "voice",
  "seeds",
  "documents",
  "customers",
  "amount",
  "writer",
  "summary",
] as const;
export const setupStepSchema = z.enum(setupSteps);
export type SetupStep = z.infer<typeof setupStepSchema>;

const rowCount = z
  .number("Enter a whole number.")
  .int("Enter a whole number.")
  .min(0, "A count can't be below 0.")
  .max(10_000, "At most 10,000 can be planned at once.");

const setupCountsSchema = z.object({
  template: rowCount,
  scenario: rowCount,
  edge_case: rowCount,
});

/** How far the set-up has come: what is neither voice nor material yet. */
export const setupSchema = z.object({
  /** Whether somebody asked for the list of what is missing to go away. */
  dismissed: z.boolean().default(false),
  /** Steps that somebody has gone through. */
  seen: z.array(setupStepSchema).default([]),
  /** How many rows of each tier shall be planned; null means the usual 40, 35 and 15. */
  counts: setupCountsSchema.nullable().default(null),
});
export type Setup = z.infer<typeof setupSchema>;

/** The packs of `core/taxonomy`; "starter" is financial advice, the complete one. */
export const starterPackKeys = ["starter", "physiotherapy", "renovation"] as const;
export type StarterPackKey = (typeof starterPackKeys)[number];

export const createProjectInput = z.object({
  name: projectNameSchema,
  description: descriptionSchema.default(""),
  language: languageSchema.default("en"),
  currency: currencySchema.default("USD"),
  /** Name of the business and what it does: the beginning of its voice. */
  business: z.string().trim().max(200, "At most 200 characters.").default(""),
  trade: z.string().trim().max(200, "At most 200 characters.").default(""),
  /** A pack brings its taxonomy, arcs, scenarios and edge cases along; "empty" nothing. */
  startFrom: z.enum([...starterPackKeys, "empty"]).default("starter"),
});

export const projectSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  language: z.string(),
  currency: z.string(),
  voice: voiceSchema,
  settings: projectSettingsSchema,
  setup: setupSchema,
  isSample: z.boolean(),
  createdAt: z.date(),
  archivedAt: z.date().nullable(),
});
export type Project = z.infer<typeof projectSchema>;

export const updateProjectInput = z.object({
  projectId: z.uuid(),
  name: projectNameSchema.optional(),
  description: descriptionSchema.optional(),
  language: languageSchema.optional(),
  currency: currencySchema.optional(),
});

/** Voice, measures, language, currency, taxonomy, storylines and templates always come along. */
export const copyProjectInput = z.object({
  projectId: z.uuid(),
  name: projectNameSchema,
  documents: z.boolean().default(true),
  seeds: z.boolean().default(true),
});

export const copiedProjectSchema = z.object({
  project: projectSchema,
  documents: z.number().int(),
  seeds: z.number().int(),
});

const short = z.string().trim().max(200, "At most 200 characters.");
const long = z.string().trim().max(4000, "At most 4,000 characters.");
const lines = z
  .array(z.string().trim().max(1000, "At most 1,000 characters a line."))
  .max(60, "At most 60 lines.")
  .transform((list) => list.filter((line) => line !== ""));

/** A voice as it is entered: the limits keep it inside what a prompt can carry. Empty lines go. */
export const enteredVoiceSchema = z.object({
  name: short.default(""),
  business: short.default(""),
  trade: short.default(""),
  expertise: long.default(""),
  yearsExperience: z
    .number("Enter a whole number of years.")
    .int("Enter a whole number of years.")
    .min(0, "Years can't be below 0.")
    .max(100, "At most 100 years.")
    .optional(),
  principles: lines.default([]),
  tone: long.default(""),
  techniques: lines.default([]),
  neverDoes: lines.default([]),
  sampleSentences: lines.default([]),
});
export const saveVoiceInput = z.object({ projectId: z.uuid(), voice: enteredVoiceSchema });

const enteredBand = (most: number) =>
  z
    .tuple([
      z.number("Enter a whole number.").int("Enter a whole number.").min(1, "At least 1."),
      z.number("Enter a whole number.").int("Enter a whole number.").max(most, `At most ${most}.`),
    ])
    .refine(([low, high]) => low <= high, "The first number can't be above the second.");
/** Questions and answers come in pairs, so a band needs an even number in it. */
const messageBand = enteredBand(60)
  .refine(([, high]) => high >= 2, "A conversation has at least 2 messages.")
  .refine(
    ([low, high]) => low % 2 === 0 || high > low,
    "A conversation has an even number of messages; this range holds none.",
  );

export const saveSettingsInput = z.object({
  projectId: z.uuid(),
  settings: z.object({
    userWords: enteredBand(2000),
    assistantWords: enteredBand(4000),
    lengthCompliance: z
      .number("Enter a share between 0 and 100 %.")
      .min(0, "At least 0 %.")
      .max(1, "At most 100 %."),
    messageCount: z.object({
      template: messageBand,
      scenario: messageBand,
      edge_case: messageBand,
    }),
  }),
});

export const saveSetupInput = z.object({
  projectId: z.uuid(),
  dismissed: z.boolean().optional(),
  /** A step that was gone through. */
  seen: setupStepSchema.optional(),
  counts: setupCountsSchema.nullable().optional(),
});

/** Whether anything at all is laid down of how the business speaks. */
export function isVoiceEmpty(voice: Voice): boolean {
  const { business: _business, trade: _trade, yearsExperience, ...rest } = voice;
  return (
    yearsExperience === undefined &&
    Object.values(rest).every((value) =>
      typeof value === "string" ? value.trim() === "" : value.every((each) => each.trim() === ""),
    )
  );
}
