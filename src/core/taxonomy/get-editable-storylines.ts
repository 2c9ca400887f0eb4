import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { EditableStorylines, StorylineKind } from "./edit-schema.ts";
import { arcSchema, edgeCaseSchema, scenarioSchema } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { getProject } from "../projects/get-project.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import { storylines } from "#/platform/db/tables/sources.ts";

/**
 * The arcs, scenarios and edge cases of a project for the people who look after them: retired ones
 * marked, each with the number of conversations that are planned from it. @throws not_found
 */
export async function getEditableStorylines({
  ctx,
  input,
}: {
  ctx: Context;
  input: { projectId: string };
}): Promise<EditableStorylines> {
  authorise(ctx, "read");
  return inTransaction(ctx, async (tx, ctx) => {
    const { id: projectId } = await getProject({ ctx, input });
    const rows = await tx
      .select()
      .from(storylines)
      .where(eq(storylines.projectId, projectId))
      .orderBy(asc(storylines.position), asc(storylines.key));
    const planned = await countPlanned(tx, projectId);
    const ofKind = (kind: StorylineKind) => rows.filter((row) => row.kind === kind);
    const useOf = (row: (typeof rows)[number]) => ({
      retired: row.retiredAt !== null,
      planned: planned.get(`${row.kind}.${row.key}`) ?? 0,
    });
    return {
      arcs: ofKind("arc").map((row) => ({ ...arcSchema.parse(row.body), ...useOf(row) })),
      scenarios: ofKind("scenario").map((row) => ({
        ...scenarioSchema.parse(row.body),
        ...useOf(row),
      })),
      edgeCases: ofKind("edge_case").map((row) => ({
        ...edgeCaseSchema.parse(row.body),
        ...useOf(row),
      })),
    };
  });
}

async function countPlanned(tx: Transaction, projectId: string): Promise<Map<string, number>> {
  const { plan } = conversations;
  const arc = sql<string | null>`${plan} ->> 'arc'`;
  const scenario = sql<string | null>`${plan} ->> 'scenario'`;
  const edgeCase = sql<string | null>`${plan} ->> 'edgeCase'`;
  const groups = await tx
    .select({ arc, scenario, edge_case: edgeCase, rows: sql<number>`count(*)::int` })
    .from(conversations)
    .where(and(eq(conversations.projectId, projectId), isNull(conversations.deletedAt)))
    .groupBy(arc, scenario, edgeCase);
  const counts = new Map<string, number>();
  for (const { rows, ...keys } of groups) {
    for (const [kind, key] of Object.entries(keys)) {
      if (key === null) continue;
      counts.set(`${kind}.${key}`, (counts.get(`${kind}.${key}`) ?? 0) + rows);
    }
  }
  return counts;
}
