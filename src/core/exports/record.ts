import { z } from "zod";
import type { ExportRecord } from "./schema.ts";
import type { exports } from "#/platform/db/tables/generation.ts";

/** What an export keeps of its options beside them: how many rows of each kind are in it. */
const storedOptions = z.object({
  systemPrompt: z.enum(["keep", "drop"]),
  practiceCount: z.number().int(),
});

/** A stored export as people see it. */
export function toRecord(stored: typeof exports.$inferSelect): ExportRecord {
  return {
    id: stored.id,
    number: stored.number,
    format: stored.format,
    fileName: stored.fileName,
    rowCount: stored.rowCount,
    bytes: stored.bytes,
    sha256: stored.sha256,
    includesPractice: readOptions(stored.options).practiceCount > 0,
    createdByName: stored.createdByName,
    createdAt: stored.createdAt,
  };
}

/** The part of the stored options that the bytes depend on. */
export function readOptions(options: unknown): z.infer<typeof storedOptions> {
  return storedOptions.parse(options);
}
