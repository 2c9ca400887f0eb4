import { countValues } from "./apportion.ts";
import { standingCounts } from "./plan-material.ts";
import { planRows } from "./plan-rows.ts";
import { readPlanMaterial } from "./read-plan-material.ts";
import { type PlanInput, planInput, type PlanPreview } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { parseInput } from "../parse-input.ts";

const EXAMPLES_PER_TIER = 3;

/**
 * What a plan would add, without adding it; `createPlan` with the same input adds just this, as long as
 * taxonomy, storylines and documents stay the same.
 * @throws invalid_input naming the field, where nothing can be planned; notFound for a foreign project.
 */
export async function previewPlan({
  ctx,
  input,
}: {
  ctx: Context;
  input: PlanInput;
}): Promise<PlanPreview> {
  authorise(ctx, "read");
  const { projectId, ...wanted } = parseInput(planInput, input);
  return inTransaction(ctx, async (tx, ctx) => {
    const { material, place } = await readPlanMaterial(tx, ctx, projectId, { lock: false });
    const { rows, warnings } = planRows(material, wanted);
    const spreadOf = (countsOf: (dimension: string) => ReadonlyMap<string, number>) =>
      Object.fromEntries(
        material.taxonomy.dimensions.map(({ key, values }) => {
          const counts = countsOf(key);
          return [
            key,
            Object.fromEntries(values.map((value) => [value.key, counts.get(value.key) ?? 0])),
          ];
        }),
      );
    const byTier = Map.groupBy(rows, (row) => row.tier);
    return {
      total: rows.length,
      byTier: Object.fromEntries([...byTier].map(([tier, ofTier]) => [tier, ofTier.length])),
      spread: spreadOf((key) => countValues(rows.map((row) => row.labels[key]))),
      standing: spreadOf((key) => standingCounts(material, key)),
      examples: [...byTier.values()].flatMap((ofTier) => ofTier.slice(0, EXAMPLES_PER_TIER)),
      existing: place.existing,
      warnings,
    };
  });
}
