import { and, asc, desc, eq, inArray, isNull, or } from "drizzle-orm";
import type { Examples } from "./prompt-schema.ts";
import { readExamples } from "./read-wording.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { getProject } from "../projects/get-project.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";

/** Approved conversations that are offered beside the seeds, the best first. */
const OFFERED = 50;

/** What the project's prompts show as examples, and what they could show. @throws not_found */
export async function getExamples({
  ctx,
  input,
}: {
  ctx: Context;
  input: { projectId: string };
}): Promise<Examples> {
  authorise(ctx, "read");
  return inTransaction(ctx, async (tx, ctx) => {
    const project = await getProject({ ctx, input });
    const { count, pinned } = project.settings.examples;
    const found = await readCandidates(tx, project.id, pinned);
    const shown = await readExamples(tx, ctx, project.id, project.settings.examples);
    const shownIds = new Set(shown.slice(0, count).map(({ conversationId }) => conversationId));
    return {
      count,
      pinned,
      candidates: found.map((row) => ({
        ...row,
        origin: row.origin === "seed" ? ("seed" as const) : ("planned" as const),
        isPinned: pinned.includes(row.id),
        isShown: shownIds.has(row.id),
      })),
      missing: pinned.filter((id) => !found.some((row) => row.id === id)).length,
    };
  });
}

async function readCandidates(tx: Transaction, projectId: string, pinned: readonly string[]) {
  const { id, reference, title, origin, score, position } = conversations;
  const live = and(
    eq(conversations.projectId, projectId),
    isNull(conversations.deletedAt),
    eq(conversations.generationState, "generated"),
  );
  const mayServe = and(
    eq(origin, "planned"),
    eq(conversations.reviewState, "approved"),
    eq(conversations.isPractice, false),
  );
  const columns = { id, reference, title, origin, score };
  const first = await tx
    .select(columns)
    .from(conversations)
    .where(
      and(
        live,
        or(
          eq(origin, "seed"),
          pinned.length > 0 ? and(mayServe, inArray(id, [...pinned])) : undefined,
        ),
      ),
    )
    .orderBy(desc(origin), asc(position), asc(id));
  const best = await tx
    .select(columns)
    .from(conversations)
    .where(and(live, mayServe))
    .orderBy(desc(score), asc(position), asc(id))
    .limit(OFFERED);
  const known = new Set(first.map((row) => row.id));
  return [...first, ...best.filter((row) => !known.has(row.id))];
}
