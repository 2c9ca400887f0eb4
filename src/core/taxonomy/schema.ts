import { z } from "zod";

export const builtInDimensions = [
  "persona",
  "emotion",
  "content_category",
  "intent",
  "tone",
  "topic",
  "outcome",
  "tier",
] as const;

export type BuiltInDimension = (typeof builtInDimensions)[number];

/** Their names in a project that was started without any. */
export const builtInLabels: Record<BuiltInDimension, string> = {
  persona: "Persona",
  emotion: "Emotion",
  content_category: "Content category",
  intent: "Intent",
  tone: "Tone",
  topic: "Topic",
  outcome: "Outcome",
  tier: "Tier",
};

export const tiers = ["template", "scenario", "edge_case"] as const;
export const tierSchema = z.enum(tiers);
export type Tier = z.infer<typeof tierSchema>;

/** The labels of one conversation: dimension key -> value key. */
export const labelsSchema = z.record(z.string(), z.string());
export type Labels = z.infer<typeof labelsSchema>;

export const slugSchema = z
  .string()
  .regex(/^[a-z0-9]+(?:[-_][a-z0-9]+)*$/, "Use lower-case letters, digits and hyphens.")
  .max(80);

/** Names that every object inherits: a key of that name would be found where nobody put it. */
const isFree = (name: string) => !(name in Object.prototype);

/** A key that is stored: a slug that no object inherits. */
const keySchema = slugSchema.refine(isFree, "Choose another key; this one is reserved.");

const labelSchema = z
  .string()
  .trim()
  .min(1, "Enter a name.")
  .max(120, "A name has at most 120 characters.");

const descriptionSchema = z
  .string()
  .trim()
  .overwrite((text) => text.replaceAll(/\r\n?/g, "\n"))
  .max(4000, "A description has at most 4,000 characters.")
  .default("");

/** Share of rows relative to the other values of the dimension; three decimals count. */
const weightSchema = z
  .number("A weight is a number, such as 1 or 0.5.")
  .min(0, "A weight can't be below 0.")
  .max(1000, "A weight is at most 1,000.")
  .overwrite((weight) => Math.round(weight * 1000) / 1000)
  .default(1);

const MOST_ATTRIBUTE_CHARACTERS = 20_000;

/** What is known of a value beyond its description; for a persona the fields of its card. */
export const attributesSchema = z
  .record(
    z
      .string()
      .regex(
        /^[A-Za-z][A-Za-z0-9_-]{0,59}$/,
        "The name of an attribute begins with a letter and has letters, digits, hyphens and underscores, at most 60.",
      )
      .refine(isFree, "Choose another name for this attribute; this one is reserved."),
    z.unknown(),
  )
  .refine(
    (attributes) => JSON.stringify(attributes).length <= MOST_ATTRIBUTE_CHARACTERS,
    "The attributes of one value have at most 20,000 characters. Shorten them.",
  )
  .default({});

export const taxonomyValueSchema = z.object({
  key: keySchema,
  label: labelSchema,
  description: descriptionSchema,
  weight: weightSchema,
  attributes: attributesSchema,
  /** Stays on the conversations that have it; no longer planned or offered. */
  retired: z.boolean().optional(),
});
export type TaxonomyValue = z.infer<typeof taxonomyValueSchema>;

export const taxonomyDimensionSchema = z.object({
  key: keySchema,
  label: labelSchema,
  description: descriptionSchema,
  values: z.array(taxonomyValueSchema),
  retired: z.boolean().optional(),
});
export type TaxonomyDimension = z.infer<typeof taxonomyDimensionSchema>;

export const taxonomySchema = z.object({ dimensions: z.array(taxonomyDimensionSchema) });
export type Taxonomy = z.infer<typeof taxonomySchema>;

const text = (what: string, most = 4000) =>
  z
    .string()
    .trim()
    .max(most, `${what} has at most ${most.toLocaleString("en")} characters.`);
const required = (what: string, most?: number) => text(what, most).min(1, `${what} is missing.`);
const lineList = z.array(required("A line", 1000)).max(40, "At most 40 lines stand in one list.");
const keyList = z.array(z.string().max(80)).max(200);
const someEmotions = keyList.min(1, "Choose at least one emotion.");

const intensity = z
  .number("An intensity is a number from 0 to 1.")
  .min(0, "An intensity is at least 0.")
  .max(1, "An intensity is at most 1.");
const inOrder = ([low, high]: [number, number]) => low <= high;

const arcPointSchema = z.object({
  emotion: required("The emotion", 80),
  intensity: z
    .tuple([intensity, intensity])
    .refine(inOrder, "The lower intensity stands before the higher one."),
});

const exchangeCount = (least: number) =>
  z
    .number("Enter a whole number of exchanges.")
    .int("Enter a whole number of exchanges.")
    .min(least, "An arc has at least 4 exchanges, which are 8 messages.")
    .max(8, "An arc has at most 8 exchanges, which are 16 messages.");

/** The planned emotional course of a conversation. `exchanges` = user message + answer, at least 4. */
export const arcSchema = z.object({
  key: keySchema,
  label: labelSchema,
  tier: z.enum(["template", "edge_case"]),
  description: text("The description"),
  start: arcPointSchema,
  middle: arcPointSchema.nullable(),
  end: arcPointSchema,
  exchanges: z
    .tuple([exchangeCount(4), exchangeCount(4)])
    .refine(inOrder, "The lower number of exchanges stands before the higher one."),
  phases: z
    .array(
      z.object({
        key: required("The key of a phase", 80),
        label: required("The name of a phase", 120),
        purpose: text("The purpose of a phase", 1000),
      }),
    )
    .max(12, "An arc has at most 12 phases."),
  techniques: lineList,
  avoid: lineList,
  phrases: lineList,
  clientShifts: lineList,
  suitsPersonas: keyList,
});
export type Arc = z.infer<typeof arcSchema>;

/** A real-life situation that documents ground. */
export const scenarioSchema = z.object({
  key: keySchema,
  label: labelSchema,
  family: required("The family", 80),
  description: required("The description"),
  complexity: z
    .number("The complexity is a whole number from 1 to 5.")
    .int("The complexity is a whole number from 1 to 5.")
    .min(1, "The complexity is at least 1.")
    .max(5, "The complexity is at most 5."),
  topic: required("The topic", 80),
  emotions: someEmotions,
  outcome: required("The outcome", 80),
  personas: keyList,
  situation: text("How it begins"),
  /** Slugs of the documents that ground it. */
  documents: keyList,
  /** Ids of the passages that ground it; without any, the nearest ones of its documents do. */
  chunks: z.array(z.string().max(80)).max(200).optional(),
});
export type Scenario = z.infer<typeof scenarioSchema>;

export const edgeCaseFamilies = [
  "crisis",
  "legal",
  "therapeutic",
  "overwhelm",
  "conflicting-goals",
] as const;
export const crisisLevels = ["none", "elevated", "high"] as const;

/** A boundary condition: what is not advised on, why, and who is named instead. */
export const edgeCaseSchema = z.object({
  key: keySchema,
  label: labelSchema,
  family: z.enum(edgeCaseFamilies),
  description: required("The description"),
  boundary: required("The boundary"),
  why: text("The reason"),
  referral: lineList,
  crisisLevel: z.enum(crisisLevels),
  /** Its conversations are approved and exported only with an expert's confirmation. */
  needsExpertReview: z.boolean(),
  topic: required("The topic", 80),
  emotions: someEmotions,
  arc: required("The arc", 80),
  outcome: required("The outcome", 80),
  personas: keyList,
  situation: text("How it begins"),
});
export type EdgeCase = z.infer<typeof edgeCaseSchema>;

export const storylinesSchema = z.object({
  arcs: z.array(arcSchema),
  scenarios: z.array(scenarioSchema),
  edgeCases: z.array(edgeCaseSchema),
});
export type Storylines = z.infer<typeof storylinesSchema>;
