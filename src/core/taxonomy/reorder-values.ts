import { sql } from "drizzle-orm";
import type { z } from "zod";
import { holdProject, needDimension, readValues } from "./edit-place.ts";
import { reorderValuesInput } from "./edit-schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { invalidField } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { taxonomyValues } from "#/platform/db/tables/sources.ts";

/**
 * Puts the values of a dimension into another order: that of lists, menus and the coverage matrix.
 * @throws invalid_input when the keys aren't exactly those of the dimension, not_found
 */
export async function reorderValues({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof reorderValuesInput>;
}): Promise<void> {
  authorise(ctx, "write");
  const { projectId, dimension, keys } = parseInput(reorderValuesInput, input);
  await inTransaction(ctx, async (tx, ctx) => {
    await holdProject(tx, ctx, projectId);
    const { label: dimensionName } = await needDimension(tx, ctx, projectId, dimension);
    const before = (await readValues(tx, projectId, dimension)).map((value) => value.key);
    if (before.toSorted().join("\n") !== keys.toSorted().join("\n")) {
      throw invalidField(
        "keys",
        "The order has to name every value of the dimension once. It stays as it was; read the list again and move the value anew.",
      );
    }
    if (before.join("\n") === keys.join("\n")) return;
    await tx.execute(sql`update ${taxonomyValues} set position = place.position - 1
      from unnest(${sql.param(keys)}::text[]) with ordinality as place (key, position)
      where ${taxonomyValues.projectId} = ${projectId} and ${taxonomyValues.dimension} = ${dimension}
        and ${taxonomyValues.key} = place.key`);
    await appendAudit(tx, ctx, {
      action: "value.changed",
      targetKind: "project",
      targetId: projectId,
      details: { change: "reordered", dimension, dimensionName, before, after: keys },
    });
  });
}
