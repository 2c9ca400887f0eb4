import { z } from "zod";

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

/** The measures of a good conversation; each can be changed for a project. Words and messages are counts. */
export const projectSettingsSchema = z.object({
  userWords: band(20, 150),
  assistantWords: band(50, 250),
  /** Least share of messages inside their word band, 0..1. */
  lengthCompliance: z.number().min(0).max(1).default(0.85),
  messageCount: z
    .object({ template: band(8, 16), scenario: band(10, 16), edge_case: band(8, 12) })
    .prefault({}),
});
export type ProjectSettings = z.infer<typeof projectSettingsSchema>;

export const projectNameSchema = z
  .string()
  .trim()
  .min(1, "Enter a name for the project.")
  .max(120, "A project's name has at most 120 characters.");

export const createProjectInput = z.object({
  name: projectNameSchema,
  description: z.string().trim().max(2000).default(""),
  /** "starter" brings the financial-advice taxonomy, arcs, scenarios and templates along; "empty" nothing. */
  startFrom: z.enum(["starter", "empty"]).default("starter"),
});

export const projectSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  language: z.string(),
  currency: z.string(),
  voice: voiceSchema,
  settings: projectSettingsSchema,
  isSample: z.boolean(),
  createdAt: z.date(),
});
export type Project = z.infer<typeof projectSchema>;
