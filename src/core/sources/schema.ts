import { z } from "zod";

/** Bytes. A document is text; 5 MB are about 800,000 words. */
export const MAX_FILE_BYTES = 5_000_000;

export const uploadedFileSchema = z.object({
  name: z.string().min(1).max(300),
  /** Text of the file (UTF-8). */
  content: z.string().max(MAX_FILE_BYTES, "A file has at most 5 MB."),
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
