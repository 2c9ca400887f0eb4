import { z } from "zod";
import { conversationFilterSchema } from "../conversations/schema.ts";

export const exportOptionsSchema = z.object({
  projectId: z.uuid(),
  filter: conversationFilterSchema.default({}),
  /** Practice conversations stay out unless ticked. */
  includePractice: z.boolean().default(false),
  /** Hand-made seeds are real data and come along unless unticked; they count apart. */
  includeSeeds: z.boolean().default(false),
  systemPrompt: z.enum(["keep", "drop"]).default("keep"),
});
export type ExportOptions = z.infer<typeof exportOptionsSchema>;

/** A row that breaks a rule of the format, with the rule in words. */
export const exportProblemSchema = z.object({
  conversationId: z.string(),
  reference: z.string(),
  messagePosition: z.number().int().nullable(),
  rule: z.string(),
});

export const exportPreviewSchema = z.object({
  /** Lines of the file, seeds included. */
  rowCount: z.number().int(),
  /** Of those, how many are seeds: they never count as approved output. */
  seedCount: z.number().int(),
  messageCount: z.number().int(),
  /** Left out, by reason: each row of the filter is in the file or counted in exactly one of these. */
  leftOut: z.object({
    notApproved: z.number().int(),
    practice: z.number().int(),
    seeds: z.number().int(),
    /** Approved edge cases that need an expert, without an expert's confirmation of this text. */
    needExpert: z.number().int(),
  }),
  problems: z.array(exportProblemSchema),
  /** The first lines of the file as they will stand in it. */
  sampleLines: z.array(z.string()),
  bytes: z.number().int(),
});

export const exportRecordSchema = z.object({
  id: z.string(),
  number: z.number().int(),
  format: z.string(),
  fileName: z.string(),
  rowCount: z.number().int(),
  bytes: z.number().int(),
  sha256: z.string(),
  includesPractice: z.boolean(),
  createdByName: z.string(),
  createdAt: z.date(),
});
export type ExportRecord = z.infer<typeof exportRecordSchema>;
