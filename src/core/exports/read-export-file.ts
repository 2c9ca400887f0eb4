import { createHash } from "node:crypto";
import { asc, eq } from "drizzle-orm";
import { z } from "zod";
import { authorise, inTransaction, type Context } from "../context.ts";
import { BrightError, notFound } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { findFormat } from "./formats.ts";
import { readOptions } from "./record.ts";
import { renderRows } from "./render-rows.ts";
import { exportRows, exports } from "#/platform/db/tables/generation.ts";

export const readExportFileInput = z.object({ exportId: z.uuid() });

export interface ExportFile {
  fileName: string;
  mediaType: string;
  content: Blob;
  /** Of the content, compared with the record: 64 hexadecimal digits. */
  sha256: string;
}

/**
 * The bytes of an export, the same each time: written anew from the immutable versions it names and
 * compared with the SHA-256 that was recorded. Throws unavailable when they differ, so that nobody
 * trains on a file that isn't the recorded one; notFound for unknown and foreign ids.
 */
export async function readExportFile({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof readExportFileInput>;
}): Promise<ExportFile> {
  authorise(ctx, "read");
  const { exportId } = parseInput(readExportFileInput, input);
  return inTransaction(ctx, async (tx) => {
    const [stored] = await tx.select().from(exports).where(eq(exports.id, exportId));
    const format = stored && findFormat(stored.format);
    if (!stored || !format) throw notFound("export");
    const rows = await tx
      .select({ versionId: exportRows.versionId, contentHash: exportRows.contentHash })
      .from(exportRows)
      .where(eq(exportRows.exportId, exportId))
      .orderBy(asc(exportRows.line));
    const { systemPrompt } = readOptions(stored.options);
    const hash = createHash("sha256");
    const parts: Buffer<ArrayBuffer>[] = [];
    for await (const { line } of renderRows(tx, rows, { format, systemPrompt })) {
      const part = Buffer.from(line, "utf8");
      hash.update(part);
      parts.push(part);
    }
    const sha256 = hash.digest("hex");
    if (sha256 !== stored.sha256) {
      throw new BrightError(
        "unavailable",
        `${stored.fileName} can't be given out: what the database holds no longer gives the recorded file. The record was kept; have the server's administrator check the database against a backup, or make a new export.`,
      );
    }
    const content = new Blob(parts, { type: format.mediaType });
    return { fileName: stored.fileName, mediaType: format.mediaType, content, sha256 };
  });
}
