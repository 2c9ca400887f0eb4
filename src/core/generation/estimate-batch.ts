import type { z } from "zod";
import { estimateFor } from "./estimate-for.ts";
import { type Estimate, estimateInput } from "./schema.ts";
import { selectWritable } from "./select-writable.ts";
import { getWriter, type Providers } from "../writers/registry.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { parseInput } from "../parse-input.ts";

/**
 * What writing the selected conversations is expected to take; nothing is changed.
 * @throws notFound; unavailable where no writer is set up.
 */
export async function estimateBatch({
  ctx,
  providers,
  input,
}: {
  ctx: Context;
  providers: Providers;
  input: z.input<typeof estimateInput>;
}): Promise<Estimate> {
  authorise(ctx, "read");
  const { projectId, selection } = parseInput(estimateInput, input);
  const writer = await getWriter(ctx, providers);
  return inTransaction(ctx, async (tx, ctx) => {
    const selected = await selectWritable(tx, ctx, projectId, selection, { lock: false });
    return estimateFor(tx, { projectId, writer, selected });
  });
}
