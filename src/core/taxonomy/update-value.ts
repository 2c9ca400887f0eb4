import { isDeepStrictEqual } from "node:util";
import { eq } from "drizzle-orm";
import type { z } from "zod";
import {
  holdProject,
  needDimension,
  needValue,
  refuseSameName,
  refuseTier,
  type StoredValue,
} from "./edit-place.ts";
import { updateValueInput } from "./edit-schema.ts";
import { findSameName } from "./names.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { storableJson } from "#/lib/storable-text.ts";
import { taxonomyValues } from "#/platform/db/tables/sources.ts";

/**
 * Changes a value's name, description, weight or attributes. Conversations hold its key, so a new name
 * shows on all of them at once. What isn't given stays.
 * @throws invalid_input naming the field, conflict for a tier's weight, not_found
 */
export async function updateValue({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof updateValueInput>;
}): Promise<void> {
  authorise(ctx, "write");
  const { projectId, dimension, key, ...changes } = storableJson(
    parseInput(updateValueInput, input),
  );
  await inTransaction(ctx, async (tx, ctx) => {
    await holdProject(tx, ctx, projectId);
    const { label: dimensionName } = await needDimension(tx, ctx, projectId, dimension);
    const { value, siblings } = await needValue(tx, { projectId, dimension, key });
    const before = editablePart(value);
    const after = { ...before, ...changes };
    if (isDeepStrictEqual(before, after)) return;
    if (after.weight !== before.weight) refuseTier(dimension);
    refuseSameName("a value", after.label, findSameName(siblings, after.label, key));
    await tx.update(taxonomyValues).set(after).where(eq(taxonomyValues.id, value.id));
    await appendAudit(tx, ctx, {
      action: "value.changed",
      targetKind: "project",
      targetId: projectId,
      details: {
        change: "edited",
        dimension,
        dimensionName,
        key,
        name: after.label,
        before,
        after,
      },
    });
  });
}

function editablePart({ label, description, weight, attributes }: StoredValue) {
  return { label, description, weight, attributes };
}
