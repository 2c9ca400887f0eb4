import { z } from "zod";
import type { Problem } from "#/lib/file-problem.ts";

/** Bytes. A document is text; 5 MB are about 800,000 words. */
export const MAX_FILE_BYTES = 5_000_000;

export const uploadedFileSchema = z.object({
  name: z.string().min(1).max(300),
  /** Text of the file. Its size is checked file by file, so that one too large doesn't stop the others. */
  content: z.string(),
});
export const importFilesInput = z.object({
  projectId: z.uuid(),
  files: z.array(uploadedFileSchema).min(1, "Choose at least one file.").max(200),
});

/** What became of one file (or of one conversation in it). */
export const importOutcomeSchema = z.object({
  file: z.string(),
  /** The conversation's id in the file, where a file holds several things. */
  item: z.string().nullable(),
  outcome: z.enum(["added", "unchanged", "failed"]),
  /** One sentence for a person. */
  message: z.string(),
  /** From 1; only for failures that have a place. */
  line: z.number().int().nullable(),
  column: z.number().int().nullable(),
  /** What stands there, shortened, and what was expected. */
  found: z.string().nullable(),
  expected: z.string().nullable(),
});
export type ImportOutcome = z.infer<typeof importOutcomeSchema>;
export const importReportSchema = z.object({
  added: z.number().int(),
  unchanged: z.number().int(),
  failed: z.number().int(),
  outcomes: z.array(importOutcomeSchema),
});
export type ImportReport = z.infer<typeof importReportSchema>;

/** What became of a file or an item that came in or was there already. */
export function outcomeOf(
  outcome: "added" | "unchanged",
  file: string,
  item: string | null,
  message: string,
): ImportOutcome {
  return { file, item, outcome, message, line: null, column: null, found: null, expected: null };
}

export function failureOf(file: string, item: string | null, problem: Problem): ImportOutcome {
  return { file, item, outcome: "failed", ...problem };
}

/** Counts the outcomes and keeps them in their order. */
export function reportOf(outcomes: ImportOutcome[]): ImportReport {
  const count = (wanted: ImportOutcome["outcome"]) =>
    outcomes.filter((each) => each.outcome === wanted).length;
  return {
    added: count("added"),
    unchanged: count("unchanged"),
    failed: count("failed"),
    outcomes,
  };
}

export const documentRowSchema = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  fileName: z.string(),
  category: z.string().nullable(),
  audience: z.string().nullable(),
  summary: z.string().nullable(),
  bytes: z.number().int(),
  words: z.number().int(),
  chunkCount: z.number().int(),
  conversationCount: z.number().int(),
  createdByName: z.string(),
  createdAt: z.date(),
});
export type DocumentRow = z.infer<typeof documentRowSchema>;

export const chunkSchema = z.object({
  id: z.string(),
  handle: z.string(),
  position: z.number().int(),
  heading: z.string(),
  content: z.string(),
  charStart: z.number().int(),
  charEnd: z.number().int(),
  /** Estimated tokens. */
  tokenCount: z.number().int(),
  dimensions: z.record(z.string(), z.unknown()),
});
export const documentDetailSchema = documentRowSchema.extend({
  content: z.string(),
  chunks: z.array(
    chunkSchema.extend({
      conversations: z.array(
        z.object({ id: z.string(), reference: z.string(), title: z.string() }),
      ),
    }),
  ),
});

export const updateDocumentInput = z.object({
  documentId: z.uuid(),
  title: z.string().trim().min(1, "Enter a title.").max(300).optional(),
  category: z.string().max(120).nullable().optional(),
});
