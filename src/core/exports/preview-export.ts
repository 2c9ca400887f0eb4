import type { z } from "zod";
import { authorise, inTransaction, type Context } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { collectRows } from "./collect-rows.ts";
import { defaultFormat } from "./formats.ts";
import { renderRows } from "./render-rows.ts";
import { exportOptionsSchema, type exportPreviewSchema } from "./schema.ts";

const SAMPLE_LINES = 3;
const PROBLEMS = 200;

/**
 * What an export with these options would hold, without making it: counts (`rowCount` are the lines of
 * the file, `seedCount` the seeds among them), bytes, the first lines, what is left out and why, and up
 * to 200 broken rules of the format, each with its conversation.
 */
export async function previewExport({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof exportOptionsSchema>;
}): Promise<z.infer<typeof exportPreviewSchema>> {
  authorise(ctx, "read");
  const options = parseInput(exportOptionsSchema, input);
  return inTransaction(ctx, async (tx, ctx) => {
    const { rows, leftOut } = await collectRows(tx, ctx, options);
    const preview: z.infer<typeof exportPreviewSchema> = {
      rowCount: rows.length,
      seedCount: rows.filter((row) => row.isSeed).length,
      messageCount: 0,
      leftOut,
      problems: [],
      sampleLines: [],
      bytes: 0,
    };
    const { systemPrompt } = options;
    for await (const one of renderRows(tx, rows, { format: defaultFormat, systemPrompt })) {
      preview.messageCount += one.messageCount;
      preview.bytes += Buffer.byteLength(one.line);
      if (preview.sampleLines.length < SAMPLE_LINES) preview.sampleLines.push(one.line.trimEnd());
      for (const problem of one.problems) {
        if (preview.problems.length === PROBLEMS) break;
        const { conversationId, reference } = one.row;
        preview.problems.push({ conversationId, reference, ...problem });
      }
    }
    return preview;
  });
}
