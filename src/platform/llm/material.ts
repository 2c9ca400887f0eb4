import { z } from "zod";

const text = z.string().catch("");
const texts = z.array(z.string()).catch([]);
const share = z.number().min(0).max(1);
const band = (low: number, high: number) =>
  z.tuple([z.number().int().min(1), z.number().int().min(1)]).catch([low, high]);

const labelSchema = z.object({
  key: text,
  label: text,
  description: text,
  attributes: z.record(z.string(), z.unknown()).catch({}),
});

const arcPoint = z.object({ emotion: text, intensity: z.tuple([share, share]) });

/**
 * What a conversation is written from, as data: the same that fills the prompt. Every part but the count of
 * messages may be missing, since projects are as full as people make them.
 */
export const materialSchema = z.object({
  seed: z.number().int(),
  /** Which version of the conversation this will be: writing again gives another text. */
  take: z.number().int().catch(1),
  tier: z.enum(["template", "scenario", "edge_case"]).catch("template"),
  language: z.string().min(1).catch("en"),
  currency: z.string().min(1).catch("USD"),
  /** Even. */
  messageCount: z.number().int().min(2),
  userWords: band(20, 150),
  assistantWords: band(50, 250),
  userVerbosity: z.enum(["terse", "plain", "talkative"]).catch("plain"),
  opener: z.enum(["question", "story", "feeling", "numbers", "small-talk"]).catch("question"),
  person: z
    .object({
      firstName: text,
      age: z.number().int(),
      occupation: text,
      income: z.number(),
      savings: z.number(),
    })
    .nullable()
    .catch(null),
  /** Dimension key -> value. */
  labels: z.record(z.string(), labelSchema).catch({}),
  arc: z
    .object({
      label: text,
      start: arcPoint,
      middle: arcPoint.nullable(),
      end: arcPoint,
      phases: z.array(z.object({ label: text, purpose: text })).catch([]),
      phrases: texts,
      clientShifts: texts,
    })
    .nullable()
    .catch(null),
  scenario: z.object({ label: text, description: text, situation: text }).nullable().catch(null),
  edgeCase: z
    .object({
      label: text,
      family: text,
      situation: text,
      boundary: text,
      referral: texts,
      crisisLevel: z.enum(["none", "elevated", "high"]).catch("none"),
    })
    .nullable()
    .catch(null),
  chunks: z.array(z.object({ heading: text, content: text })).catch([]),
  voice: z.object({ name: text, principles: texts }).catch({ name: "", principles: [] }),
});
export type Material = z.infer<typeof materialSchema>;

/** The texts of a list attribute of a label ("concerns"); empty where there are none. */
export function attributeTexts(material: Material, dimension: string, attribute: string): string[] {
  const list = material.labels[dimension]?.attributes[attribute];
  if (!Array.isArray(list)) return [];
  return list
    .filter((item) => typeof item === "string" && item.trim() !== "")
    .map((item) => item.trim());
}
