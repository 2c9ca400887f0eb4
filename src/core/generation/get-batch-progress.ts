import { eq } from "drizzle-orm";
import { readProgress } from "./read-progress.ts";
import type { BatchProgress } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import { isUuid } from "#/lib/uuid.ts";
import { batches } from "#/platform/db/tables/generation.ts";

/**
 * Where a batch stands, counted from its items.
 * @throws notFound
 */
export async function getBatchProgress({
  ctx,
  input,
}: {
  ctx: Context;
  input: { batchId: string };
}): Promise<BatchProgress> {
  authorise(ctx, "read");
  if (!isUuid(input.batchId)) throw notFound("run");
  return inTransaction(ctx, async (tx, ctx) => {
    const [progress] = await readProgress(tx, ctx, eq(batches.id, input.batchId), 1);
    if (!progress) throw notFound("run");
    return progress;
  });
}
