import { and, count, eq } from "drizzle-orm";
import type { z } from "zod";
import { holdProject, needDimension, needValue, refuseTier } from "./edit-place.ts";
import { retireValueInput } from "./edit-schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { conversationLabels } from "#/platform/db/tables/conversations.ts";
import { taxonomyValues } from "#/platform/db/tables/sources.ts";

/**
 * Retires a value, or brings it back. A retired one stays on the conversations that have it, under its
 * name; no plan and no list offers it any more.
 * @returns how many conversations carry it. @throws conflict for the tiers, not_found
 */
export async function retireValue({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof retireValueInput>;
}): Promise<{ inUse: number }> {
  authorise(ctx, "write");
  const { projectId, dimension, key, retired } = parseInput(retireValueInput, input);
  return inTransaction(ctx, async (tx, ctx) => {
    await holdProject(tx, ctx, projectId);
    const { label: dimensionName } = await needDimension(tx, ctx, projectId, dimension);
    refuseTier(dimension);
    const { value } = await needValue(tx, { projectId, dimension, key });
    const [counted] = await tx
      .select({ rows: count() })
      .from(conversationLabels)
      .where(
        and(
          eq(conversationLabels.projectId, projectId),
          eq(conversationLabels.dimension, dimension),
          eq(conversationLabels.value, key),
        ),
      );
    const inUse = counted?.rows ?? 0;
    if ((value.retiredAt !== null) === retired) return { inUse };
    await tx
      .update(taxonomyValues)
      .set({ retiredAt: retired ? new Date() : null })
      .where(eq(taxonomyValues.id, value.id));
    await appendAudit(tx, ctx, {
      action: "value.changed",
      targetKind: "project",
      targetId: projectId,
      details: {
        change: retired ? "retired" : "brought back",
        dimension,
        dimensionName,
        key,
        name: value.label,
        inUse,
      },
    });
    return { inUse };
  });
}
