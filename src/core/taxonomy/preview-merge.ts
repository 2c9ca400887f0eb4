import { count } from "drizzle-orm";
import type { z } from "zod";
import { needValue, refuseTier, type StoredValue } from "./edit-place.ts";
import { type MergePreview, previewMergeInput } from "./edit-schema.ts";
import { countCarrying, isFiledUnder, storylinesNaming } from "./merge-reach.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { invalidField } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { getProject } from "../projects/get-project.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { documents } from "#/platform/db/tables/sources.ts";

/**
 * What merging one value into another would move, before it is done.
 * @throws invalid_input for a value merged into itself, conflict for the tiers, not_found
 */
export async function previewMerge({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof previewMergeInput>;
}): Promise<MergePreview> {
  authorise(ctx, "read");
  const parsed = parseInput(previewMergeInput, input);
  const { projectId, dimension, key, into } = parsed;
  return inTransaction(ctx, async (tx, ctx) => {
    await getProject({ ctx, input: parsed });
    const { from } = await needPair(tx, parsed);
    const named = await storylinesNaming(tx, projectId, dimension, key, into);
    return {
      conversations: await countCarrying(tx, projectId, dimension, key),
      storylines: named.map(({ label }) => label),
      documents: dimension === "content_category" ? await countDocuments(tx, projectId, from) : 0,
    };
  });
}

async function countDocuments(
  tx: Transaction,
  projectId: string,
  value: StoredValue,
): Promise<number> {
  const [row] = await tx
    .select({ rows: count() })
    .from(documents)
    .where(isFiledUnder(projectId, value));
  return row?.rows ?? 0;
}

/** Both values of a merge. @throws invalid_input, conflict, not_found */
export async function needPair(
  tx: Transaction,
  { projectId, dimension, key, into }: z.output<typeof previewMergeInput>,
): Promise<{ from: StoredValue; to: StoredValue }> {
  refuseTier(dimension);
  if (key === into) {
    throw invalidField(
      "into",
      "A value can't be merged into itself. Nothing was changed; choose another value.",
    );
  }
  const { value: from } = await needValue(tx, { projectId, dimension, key });
  const { value: to } = await needValue(tx, { projectId, dimension, key: into });
  if (to.retiredAt) {
    throw invalidField(
      "into",
      `"${to.label}" is retired. Nothing was changed; bring it back first, or choose another value.`,
    );
  }
  return { from, to };
}
