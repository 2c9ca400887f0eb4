import { and, asc, count, eq, ne } from "drizzle-orm";
import { isBuiltIn, readDimensions } from "./edit-place.ts";
import type { EditableDimension, EditableTaxonomy } from "./edit-schema.ts";
import { builtInDimensions, builtInLabels, taxonomyValueSchema } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { getProject } from "../projects/get-project.ts";
import { conversationLabels } from "#/platform/db/tables/conversations.ts";
import { taxonomyValues } from "#/platform/db/tables/sources.ts";

/**
 * The whole taxonomy for the people who look after it: retired things marked, each value with the number
 * of conversations that carry it, and the built-in dimensions even where the project has none of their values.
 * The tiers carry no count here. @throws not_found
 */
export async function getEditableTaxonomy({
  ctx,
  input,
}: {
  ctx: Context;
  input: { projectId: string };
}): Promise<EditableTaxonomy> {
  authorise(ctx, "read");
  return inTransaction(ctx, async (tx, ctx) => {
    const { id: projectId } = await getProject({ ctx, input });
    const dimensions = await readDimensions(tx, projectId);
    const values = await tx
      .select()
      .from(taxonomyValues)
      .where(eq(taxonomyValues.projectId, projectId))
      .orderBy(asc(taxonomyValues.position), asc(taxonomyValues.key));
    const { dimension, value } = conversationLabels;
    const counts = await tx
      .select({ dimension, value, rows: count() })
      .from(conversationLabels)
      .where(and(eq(conversationLabels.projectId, projectId), ne(dimension, "tier")))
      .groupBy(dimension, value);
    const countOf = new Map(counts.map((each) => [`${each.dimension}.${each.value}`, each.rows]));
    const byDimension = Map.groupBy(values, (each) => each.dimension);
    const stored = dimensions.map((each) => ({
      key: each.key,
      label: each.label,
      description: each.description,
      builtIn: isBuiltIn(each.key),
      retired: each.retiredAt !== null,
      values: (byDimension.get(each.key) ?? []).map((one) => ({
        ...taxonomyValueSchema.parse(one),
        retired: one.retiredAt !== null,
        conversations: countOf.get(`${each.key}.${one.key}`) ?? 0,
      })),
    }));
    return { dimensions: [...stored, ...missingBuiltIns(stored)] };
  });
}

function missingBuiltIns(stored: readonly { key: string }[]): EditableDimension[] {
  return builtInDimensions
    .filter((key) => key !== "tier" && stored.every((each) => each.key !== key))
    .map((key) => ({
      key,
      label: builtInLabels[key],
      description: "",
      builtIn: true,
      retired: false,
      values: [],
    }));
}
