import type { z } from "zod";
import { estimateFor } from "./estimate-for.ts";
import { type Estimate, estimateInput } from "./schema.ts";
import { selectWritable, type WritableSelection } from "./select-writable.ts";
import type { Context } from "../context.ts";
import type { Writer } from "../writers/registry.ts";
import type { Transaction } from "#/platform/db/connect.ts";

export type BatchWish = z.output<typeof estimateInput>;

/**
 * What a batch would write, with whom, and what it is expected to take.
 * @param lock holds the rows, for a start; an estimate only looks.
 */
export async function prepareBatch(
  tx: Transaction,
  ctx: Context,
  { wish, writer, lock }: { wish: BatchWish; writer: Writer; lock: boolean },
): Promise<{ selected: WritableSelection; estimate: Estimate }> {
  const { projectId, selection, mode, concurrency, limit } = wish;
  const selected = await selectWritable(tx, ctx, projectId, selection, { lock, limit });
  const estimate = await estimateFor(tx, {
    projectId,
    writer,
    selected,
    mode,
    concurrency,
    limits: { requests: null, inputTokens: null, outputTokens: null },
  });
  return { selected, estimate: { ...estimate, budget: null, warnings: [] } };
}
