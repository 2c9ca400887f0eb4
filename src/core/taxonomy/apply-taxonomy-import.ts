import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { holdProject, isBuiltIn } from "./edit-place.ts";
import { applyTaxonomyFileInput, type TaxonomyImportPreview } from "./edit-schema.ts";
import { getTaxonomy } from "./get-taxonomy.ts";
import { planImport } from "./preview-taxonomy-import.ts";
import type { Taxonomy } from "./schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { BrightError } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { slicesOf } from "#/lib/slices.ts";
import { storableJson } from "#/lib/storable-text.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { taxonomyDimensions, taxonomyValues } from "#/platform/db/tables/sources.ts";

const ROWS_AT_ONCE = 500;

/**
 * Takes a file over as it was previewed: what it names is added or changed by its key, what it doesn't
 * name stays. New things stand after those that are there. All or nothing.
 * @throws conflict when taxonomy or file are others than those of the preview; invalid_input, not_found
 */
export async function applyTaxonomyImport({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof applyTaxonomyFileInput>;
}): Promise<Pick<TaxonomyImportPreview, "added" | "changed" | "unchanged">> {
  authorise(ctx, "write");
  const parsed = parseInput(applyTaxonomyFileInput, input);
  const { projectId, fileName, previewHash } = parsed;
  return inTransaction(ctx, async (tx, ctx) => {
    await holdProject(tx, ctx, projectId);
    const current = await getTaxonomy({ ctx, input: parsed, withRetired: true });
    const { incoming, preview } = planImport(current, parsed);
    if (preview.previewHash !== previewHash) {
      throw new BrightError(
        "conflict",
        "The taxonomy or the file was changed after you looked at the preview. Nothing was taken over; look at the preview again.",
      );
    }
    const { added, changed, unchanged, changes } = preview;
    const touched = new Set(
      changes
        .filter(({ change }) => change !== "unchanged")
        .map(({ dimension, key }) => JSON.stringify([dimension, key])),
    );
    await store(tx, ctx, { projectId, current, incoming: storableJson(incoming), touched });
    if (added + changed > 0) {
      await appendAudit(tx, ctx, {
        action: "taxonomy.imported",
        targetKind: "project",
        targetId: projectId,
        details: { file: fileName, added, changed, unchanged },
      });
    }
    return { added, changed, unchanged };
  });
}

async function store(
  tx: Transaction,
  ctx: Context,
  {
    projectId,
    current,
    incoming,
    touched,
  }: { projectId: string; current: Taxonomy; incoming: Taxonomy; touched: ReadonlySet<string> },
): Promise<void> {
  const now = new Date();
  const owner = { workspaceId: ctx.workspaceId, projectId };
  const isTouched = (dimension: string, key: string | null) =>
    touched.has(JSON.stringify([dimension, key]));
  const newValues: (typeof taxonomyValues.$inferInsert)[] = [];
  let nextDimension = current.dimensions.length;
  for (const { key: dimension, values, label, description, retired } of incoming.dimensions) {
    const known = current.dimensions.find((each) => each.key === dimension);
    const fields = { label, description, retiredAt: retired ? now : null };
    if (!known) {
      await tx.insert(taxonomyDimensions).values({
        ...owner,
        ...fields,
        key: dimension,
        position: nextDimension++,
        builtIn: isBuiltIn(dimension),
      });
    } else if (isTouched(dimension, null)) {
      await tx
        .update(taxonomyDimensions)
        .set(fields)
        .where(
          and(eq(taxonomyDimensions.projectId, projectId), eq(taxonomyDimensions.key, dimension)),
        );
    }
    let nextValue = known?.values.length ?? 0;
    for (const { key, retired: valueRetired, ...rest } of values) {
      const row = { ...rest, retiredAt: valueRetired ? now : null };
      if (!known?.values.some((each) => each.key === key)) {
        newValues.push({ ...owner, ...row, dimension, key, position: nextValue++ });
      } else if (isTouched(dimension, key)) {
        await tx
          .update(taxonomyValues)
          .set(row)
          .where(
            and(
              eq(taxonomyValues.projectId, projectId),
              eq(taxonomyValues.dimension, dimension),
              eq(taxonomyValues.key, key),
            ),
          );
      }
    }
  }
  for (const slice of slicesOf(newValues, ROWS_AT_ONCE)) {
    await tx.insert(taxonomyValues).values(slice);
  }
}
