import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { holdProject, needDimension, readDimensions, refuseSameName } from "./edit-place.ts";
import { updateDimensionInput } from "./edit-schema.ts";
import { findSameName } from "./names.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { storableJson } from "#/lib/storable-text.ts";
import { taxonomyDimensions } from "#/platform/db/tables/sources.ts";

/**
 * Renames or describes a dimension. Its key, and so every label of a conversation, stays as it is.
 * @throws invalid_input naming the field, not_found
 */
export async function updateDimension({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof updateDimensionInput>;
}): Promise<void> {
  authorise(ctx, "write");
  const { projectId, dimension, ...changes } = storableJson(
    parseInput(updateDimensionInput, input),
  );
  await inTransaction(ctx, async (tx, ctx) => {
    await holdProject(tx, ctx, projectId);
    const before = await needDimension(tx, ctx, projectId, dimension);
    const after = { label: before.label, description: before.description, ...changes };
    if (after.label === before.label && after.description === before.description) return;
    const all = await readDimensions(tx, projectId);
    refuseSameName("a dimension", after.label, findSameName(all, after.label, dimension));
    await tx
      .update(taxonomyDimensions)
      .set(after)
      .where(
        and(eq(taxonomyDimensions.projectId, projectId), eq(taxonomyDimensions.key, dimension)),
      );
    await appendAudit(tx, ctx, {
      action: "dimension.changed",
      targetKind: "project",
      targetId: projectId,
      details: {
        change: "edited",
        dimension,
        name: after.label,
        before: { label: before.label, description: before.description },
        after,
      },
    });
  });
}
