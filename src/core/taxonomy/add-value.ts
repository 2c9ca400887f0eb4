import type { z } from "zod";
import {
  holdProject,
  needDimension,
  readValues,
  refuseSameName,
  refuseTier,
} from "./edit-place.ts";
import { MOST_VALUES, newValueInput } from "./edit-schema.ts";
import { findSameName, freeKey } from "./names.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { invalidField } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { storableJson } from "#/lib/storable-text.ts";
import { taxonomyValues } from "#/platform/db/tables/sources.ts";

/**
 * Adds a value to a dimension, at its end. It is offered and planned from now on.
 * @returns its key, made from the name where none is given.
 * @throws invalid_input naming the field, conflict for the tiers, not_found
 */
export async function addValue({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof newValueInput>;
}): Promise<{ key: string }> {
  authorise(ctx, "write");
  const parsed = storableJson(parseInput(newValueInput, input));
  const { projectId, dimension, label, description, weight, attributes } = parsed;
  return inTransaction(ctx, async (tx, ctx) => {
    await holdProject(tx, ctx, projectId);
    const { label: dimensionLabel } = await needDimension(tx, ctx, projectId, dimension);
    refuseTier(dimension);
    const siblings = await readValues(tx, projectId, dimension);
    if (siblings.length >= MOST_VALUES) {
      throw invalidField(
        "label",
        `${dimensionLabel} has ${MOST_VALUES} values already, and that is the most. Nothing was added; merge values that mean the same first.`,
      );
    }
    refuseSameName("a value", label, findSameName(siblings, label));
    const taken = siblings.map((each) => each.key);
    if (parsed.key !== undefined && taken.includes(parsed.key)) {
      throw invalidField(
        "key",
        `"${parsed.key}" is the key of another value. Nothing was added; choose another key.`,
      );
    }
    const key = parsed.key ?? freeKey(label, taken);
    const position = Math.max(-1, ...siblings.map((each) => each.position)) + 1;
    await tx.insert(taxonomyValues).values({
      workspaceId: ctx.workspaceId,
      projectId,
      dimension,
      key,
      label,
      description,
      weight,
      attributes,
      position,
    });
    await appendAudit(tx, ctx, {
      action: "value.added",
      targetKind: "project",
      targetId: projectId,
      details: { dimension, dimensionName: dimensionLabel, key, name: label },
    });
    return { key };
  });
}
