import { z } from "zod";
import { selectionSchema } from "../conversations/schema.ts";

export const decisionSchema = z.enum(["approve", "reject", "flag"], {
  error: "A decision is one of: approve, reject, flag.",
});
export type Decision = z.infer<typeof decisionSchema>;

export const decideInput = z.object({
  projectId: z.uuid(),
  selection: selectionSchema,
  decision: decisionSchema,
  reason: z.string().trim().max(4000, "A reason has at most 4,000 characters.").optional(),
  /** The content that the person was looking at; when it changed meanwhile, the decision is refused. One conversation only. */
  contentHash: z.string().optional(),
  /** Who has the expertise for an edge case that asks for it: the name goes on the record. One conversation only. */
  expertReviewer: z
    .string()
    .trim()
    .min(1, "Enter the name of the expert.")
    .max(120, "A name has at most 120 characters.")
    .optional(),
});

export const decideOutput = z.object({
  decided: z.number().int(),
  /** Rows without a text, or being written at this moment: left as they were. */
  skipped: z.number().int(),
  /** Edge cases that need an expert, left out of an approval of many: each is approved by itself. */
  needExpert: z.number().int(),
  decisionIds: z.array(z.string()),
});

export const undoDecisionsInput = z.object({
  projectId: z.uuid(),
  decisionIds: z.array(z.uuid()).min(1).max(10_000),
});

export const undoDecisionsOutput = z.object({
  undone: z.number().int(),
  /** Decided anew or written anew since: left as they are. */
  skipped: z.number().int(),
});

export const addNoteInput = z.object({
  conversationId: z.uuid(),
  body: z
    .string()
    .trim()
    .min(1, "Write the note first.")
    .max(4000, "A note has at most 4,000 characters."),
  messagePosition: z.number().int().min(0).optional(),
});
