import { and, asc, eq, isNull } from "drizzle-orm";
import { type Taxonomy, taxonomyValueSchema } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { getProject } from "../projects/get-project.ts";
import { taxonomyDimensions, taxonomyValues } from "#/platform/db/tables/sources.ts";

/**
 * The dimensions of a project with their values in their order; retired values are left out.
 * @throws not_found
 */
export async function getTaxonomy({
  ctx,
  input,
}: {
  ctx: Context;
  input: { projectId: string };
}): Promise<Taxonomy> {
  authorise(ctx, "read");
  return inTransaction(ctx, async (tx, ctx) => {
    const { id } = await getProject({ ctx, input });
    const dimensions = await tx
      .select()
      .from(taxonomyDimensions)
      .where(eq(taxonomyDimensions.projectId, id))
      .orderBy(asc(taxonomyDimensions.position), asc(taxonomyDimensions.key));
    const values = await tx
      .select()
      .from(taxonomyValues)
      .where(and(eq(taxonomyValues.projectId, id), isNull(taxonomyValues.retiredAt)))
      .orderBy(asc(taxonomyValues.position), asc(taxonomyValues.key));
    const byDimension = Map.groupBy(values, (value) => value.dimension);
    return {
      dimensions: dimensions.map(({ key, label, description }) => ({
        key,
        label,
        description,
        values: (byDimension.get(key) ?? []).map((value) => taxonomyValueSchema.parse(value)),
      })),
    };
  });
}
