import type { z } from "zod";
import { mostForOne } from "./most-for-one.ts";
import { prepareBatch, writersOf } from "./prepare-batch.ts";
import { type Estimate, estimateInput } from "./schema.ts";
import type { Providers } from "../writers/registry.ts";
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
  const wish = parseInput(estimateInput, input);
  const writers = await writersOf(ctx, providers, wish);
  return inTransaction(ctx, async (tx, ctx) => {
    const { estimate, selected } = await prepareBatch(tx, ctx, {
      wish,
      writers,
      lock: false,
      seed: wish.projectId,
    });
    const mostForOneMicros = await mostForOne(tx, ctx, { wish, writers, ids: selected.ids });
    return { ...estimate, mostForOneMicros };
  });
}
