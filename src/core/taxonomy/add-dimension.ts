import type { z } from "zod";
import { holdProject, isBuiltIn, readDimensions, refuseSameName } from "./edit-place.ts";
import { MOST_DIMENSIONS, newDimensionInput, reservedDimensions } from "./edit-schema.ts";
import { findSameName, foldName, freeKey } from "./names.ts";
import { builtInDimensions } from "./schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { invalidField } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { storableJson } from "#/lib/storable-text.ts";
import { taxonomyDimensions, taxonomyValues } from "#/platform/db/tables/sources.ts";

/**
 * Adds a dimension of the project's own, with values or without. From then on it is planned, stored with
 * each new row, filtered by and written into prompts like the built-in ones.
 * @returns its key. @throws invalid_input naming the field, not_found
 */
export async function addDimension({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof newDimensionInput>;
}): Promise<{ key: string }> {
  authorise(ctx, "write");
  const parsed = storableJson(parseInput(newDimensionInput, input));
  const { projectId, label, description, values } = parsed;
  refuseRepeated(values);
  return inTransaction(ctx, async (tx, ctx) => {
    await holdProject(tx, ctx, projectId);
    const all = await readDimensions(tx, projectId);
    if (all.length >= MOST_DIMENSIONS) {
      throw invalidField(
        "label",
        `A project has at most ${MOST_DIMENSIONS} dimensions. Nothing was added; use values of a dimension that is there.`,
      );
    }
    refuseSameName("a dimension", label, findSameName(all, label));
    const taken = [...all.map((each) => each.key), ...builtInDimensions];
    if (parsed.key !== undefined && taken.includes(parsed.key)) {
      throw invalidField(
        "key",
        `"${parsed.key}" is the key of another dimension. Nothing was added; choose another key.`,
      );
    }
    const key = parsed.key ?? freeKey(label, [...taken, ...reservedDimensions]);
    const owner = { workspaceId: ctx.workspaceId, projectId };
    const position =
      Math.max(builtInDimensions.length - 1, ...all.map((each) => each.position)) + 1;
    await tx
      .insert(taxonomyDimensions)
      .values({ ...owner, key, label, description, position, builtIn: isBuiltIn(key) });
    if (values.length > 0) {
      const keys: string[] = [];
      await tx.insert(taxonomyValues).values(
        values.map((value, place) => {
          const valueKey = freeKey(value.label, keys);
          keys.push(valueKey);
          return {
            ...owner,
            ...value,
            key: valueKey,
            dimension: key,
            attributes: {},
            position: place,
          };
        }),
      );
    }
    await appendAudit(tx, ctx, {
      action: "dimension.added",
      targetKind: "project",
      targetId: projectId,
      details: { dimension: key, name: label, values: values.length },
    });
    return { key };
  });
}

function refuseRepeated(values: readonly { label: string }[]): void {
  const seen = new Set<string>();
  values.forEach(({ label }, place) => {
    const folded = foldName(label);
    if (seen.has(folded)) {
      throw invalidField(
        `values.${place}.label`,
        `"${label}" stands in the list twice. Nothing was added; name each value once.`,
      );
    }
    seen.add(folded);
  });
}
