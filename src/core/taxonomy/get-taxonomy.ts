import { and, asc, eq, isNull } from "drizzle-orm";
import { type Taxonomy, taxonomyValueSchema } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { getProject } from "../projects/get-project.ts";
import { taxonomyDimensions, taxonomyValues } from "#/platform/db/tables/sources.ts";

/**
 * The dimensions of a project with their values in their order: what is offered and planned.
 * @param withRetired retired dimensions and values come along, marked: for the names and the prompts of
 * conversations that still carry them. @throws not_found
 */
export async function getTaxonomy({
  ctx,
  input,
  withRetired = false,
}: {
  ctx: Context;
  input: { projectId: string };
  withRetired?: boolean;
}): Promise<Taxonomy> {
  authorise(ctx, "read");
  return inTransaction(ctx, async (tx, ctx) => {
    const { id } = await getProject({ ctx, input });
    const dimensions = await tx
      .select()
      .from(taxonomyDimensions)
      .where(
        and(
          eq(taxonomyDimensions.projectId, id),
          withRetired ? undefined : isNull(taxonomyDimensions.retiredAt),
        ),
      )
      .orderBy(asc(taxonomyDimensions.position), asc(taxonomyDimensions.key));
    const values = await tx
      .select()
      .from(taxonomyValues)
      .where(
        and(
          eq(taxonomyValues.projectId, id),
          withRetired ? undefined : isNull(taxonomyValues.retiredAt),
        ),
      )
      .orderBy(asc(taxonomyValues.position), asc(taxonomyValues.key));
    const byDimension = Map.groupBy(values, (value) => value.dimension);
    return {
      dimensions: dimensions.map(({ key, label, description, retiredAt }) => ({
        key,
        label,
        description,
        ...markOf(retiredAt),
        values: (byDimension.get(key) ?? []).map((value) => ({
          ...taxonomyValueSchema.parse(value),
          ...markOf(value.retiredAt),
        })),
      })),
    };
  });
}

function markOf(retiredAt: Date | null): { retired?: true } {
  return retiredAt ? { retired: true } : {};
}
