import { and, asc, eq, isNull } from "drizzle-orm";
import { arcSchema, edgeCaseSchema, scenarioSchema, type Storylines } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { getProject } from "../projects/get-project.ts";
import { storylines } from "#/platform/db/tables/sources.ts";

/**
 * The arcs, scenarios and edge cases of a project, each in its order: what plans draw on.
 * @param withRetired retired ones come along: conversations planned from them are still written.
 * @throws not_found
 */
export async function getStorylines({
  ctx,
  input,
  withRetired = false,
}: {
  ctx: Context;
  input: { projectId: string };
  withRetired?: boolean;
}): Promise<Storylines> {
  authorise(ctx, "read");
  return inTransaction(ctx, async (tx, ctx) => {
    const { id } = await getProject({ ctx, input });
    const rows = await tx
      .select({ kind: storylines.kind, body: storylines.body })
      .from(storylines)
      .where(
        and(eq(storylines.projectId, id), withRetired ? undefined : isNull(storylines.retiredAt)),
      )
      .orderBy(asc(storylines.position), asc(storylines.key));
    const bodies = (kind: string) => rows.filter((row) => row.kind === kind).map((row) => row.body);
    return {
      arcs: arcSchema.array().parse(bodies("arc")),
      scenarios: scenarioSchema.array().parse(bodies("scenario")),
      edgeCases: edgeCaseSchema.array().parse(bodies("edge_case")),
    };
  });
}
