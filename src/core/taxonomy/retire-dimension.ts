import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { holdProject, isBuiltIn, needDimension } from "./edit-place.ts";
import { retireDimensionInput } from "./edit-schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { BrightError } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { taxonomyDimensions } from "#/platform/db/tables/sources.ts";

/**
 * Retires a dimension of the project's own, or brings it back: its labels stay on the conversations that
 * have them, and no plan gives new ones.
 * @throws conflict for a built-in dimension, not_found
 */
export async function retireDimension({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof retireDimensionInput>;
}): Promise<void> {
  authorise(ctx, "write");
  const { projectId, dimension, retired } = parseInput(retireDimensionInput, input);
  await inTransaction(ctx, async (tx, ctx) => {
    await holdProject(tx, ctx, projectId);
    const before = await needDimension(tx, ctx, projectId, dimension);
    if (isBuiltIn(dimension)) {
      throw new BrightError(
        "conflict",
        `${before.label} is built in and can't be retired. Nothing was changed; retire its values instead.`,
      );
    }
    if ((before.retiredAt !== null) === retired) return;
    await tx
      .update(taxonomyDimensions)
      .set({ retiredAt: retired ? new Date() : null })
      .where(
        and(eq(taxonomyDimensions.projectId, projectId), eq(taxonomyDimensions.key, dimension)),
      );
    await appendAudit(tx, ctx, {
      action: "dimension.changed",
      targetKind: "project",
      targetId: projectId,
      details: { change: retired ? "retired" : "brought back", dimension, name: before.label },
    });
  });
}
