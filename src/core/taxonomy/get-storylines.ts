import { asc, eq } from "drizzle-orm";
import { arcSchema, edgeCaseSchema, scenarioSchema, type Storylines } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { getProject } from "../projects/get-project.ts";
import { storylines } from "#/platform/db/tables/sources.ts";

/**
 * The arcs, scenarios and edge cases of a project, each in its order.
 * @throws not_found
 */
export async function getStorylines({
  ctx,
  input,
}: {
  ctx: Context;
  input: { projectId: string };
}): Promise<Storylines> {
  authorise(ctx, "read");
  return inTransaction(ctx, async (tx, ctx) => {
    const { id } = await getProject({ ctx, input });
    const rows = await tx
      .select({ kind: storylines.kind, body: storylines.body })
      .from(storylines)
      .where(eq(storylines.projectId, id))
      .orderBy(asc(storylines.position), asc(storylines.key));
    const bodies = (kind: string) => rows.filter((row) => row.kind === kind).map((row) => row.body);
    return {
      arcs: arcSchema.array().parse(bodies("arc")),
      scenarios: scenarioSchema.array().parse(bodies("scenario")),
      edgeCases: edgeCaseSchema.array().parse(bodies("edge_case")),
    };
  });
}
