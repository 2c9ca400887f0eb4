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

export const taxonomyValueSchema = z.object({
  key: slugSchema,
  label: z.string().min(1).max(120),
  description: z.string().default(""),
  weight: z.number().min(0).default(1),
  attributes: z.record(z.string(), z.unknown()).default({}),
});
export type TaxonomyValue = z.infer<typeof taxonomyValueSchema>;

export const taxonomyDimensionSchema = z.object({
  key: slugSchema,
  label: z.string().min(1).max(120),
  description: z.string().default(""),
  values: z.array(taxonomyValueSchema),
});
export type TaxonomyDimension = z.infer<typeof taxonomyDimensionSchema>;

export const taxonomySchema = z.object({ dimensions: z.array(taxonomyDimensionSchema) });
export type Taxonomy = z.infer<typeof taxonomySchema>;

const arcPointSchema = z.object({
  emotion: z.string(),
  intensity: z.tuple([z.number().min(0).max(1), z.number().min(0).max(1)]),
});

/** The planned emotional course of a conversation. `exchanges` = user message + answer, at least 4. */
export const arcSchema = z.object({
  key: slugSchema,
  label: z.string(),
  tier: z.enum(["template", "edge_case"]),
  description: z.string(),
  start: arcPointSchema,
  middle: arcPointSchema.nullable(),
  end: arcPointSchema,
  exchanges: z.tuple([z.number().int().min(4), z.number().int().max(8)]),
  phases: z.array(z.object({ key: z.string(), label: z.string(), purpose: z.string() })),
  techniques: z.array(z.string()),
  avoid: z.array(z.string()),
  phrases: z.array(z.string()),
  clientShifts: z.array(z.string()),
  suitsPersonas: z.array(z.string()),
});
export type Arc = z.infer<typeof arcSchema>;

/** A real-life situation that documents ground. */
export const scenarioSchema = z.object({
  key: slugSchema,
  label: z.string(),
  family: z.string(),
  description: z.string(),
  complexity: z.number().int().min(1).max(5),
  topic: z.string(),
  emotions: z.array(z.string()).min(1),
  outcome: z.string(),
  personas: z.array(z.string()),
  situation: z.string(),
  documents: z.array(z.string()),
});
export type Scenario = z.infer<typeof scenarioSchema>;

/** A boundary condition: what is not advised on, why, and who is named instead. */
export const edgeCaseSchema = z.object({
  key: slugSchema,
  label: z.string(),
  family: z.enum(["crisis", "legal", "therapeutic", "overwhelm", "conflicting-goals"]),
  description: z.string(),
  boundary: z.string(),
  why: z.string(),
  referral: z.array(z.string()),
  crisisLevel: z.enum(["none", "elevated", "high"]),
  needsExpertReview: z.boolean(),
  topic: z.string(),
  emotions: z.array(z.string()).min(1),
  arc: z.string(),
  outcome: z.string(),
  personas: z.array(z.string()),
  situation: z.string(),
});
export type EdgeCase = z.infer<typeof edgeCaseSchema>;

export const storylinesSchema = z.object({
  arcs: z.array(arcSchema),
  scenarios: z.array(scenarioSchema),
  edgeCases: z.array(edgeCaseSchema),
});
export type Storylines = z.infer<typeof storylinesSchema>;
