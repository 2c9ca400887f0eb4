import { and, count, eq, inArray, sql, sum } from "drizzle-orm";
import type { z } from "zod";
import { authorise, inTransaction, type Context } from "../context.ts";
import { liveRows } from "../conversations/filter-sql.ts";
import { requireProject } from "../conversations/require-project.ts";
import {
  badgeOf,
  type GenerationState,
  type ReviewState,
  standsApproved,
} from "../conversations/states.ts";
import { openBatchStates } from "../generation/batch-state.ts";
import { parseInput } from "../parse-input.ts";
import { tiers } from "../taxonomy/schema.ts";
import { chooseNextStep } from "./next-step.ts";
import { type Overview, overviewInput } from "./schema.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import { batches, callAttempts, exportRows } from "#/platform/db/tables/generation.ts";
import { chunks, documents } from "#/platform/db/tables/sources.ts";

/**
 * The home of a project: counts by status and tier (planned rows; seeds apart), cost so far in
 * millionths of a US dollar, and the one next step.
 */
export async function getOverview({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof overviewInput>;
}): Promise<Overview> {
  authorise(ctx, "read");
  const { projectId } = parseInput(overviewInput, input);
  return inTransaction(ctx, async (tx, ctx) => {
    await requireProject(tx, ctx, projectId);
    const { approvedPractice, ...rows } = await countRows(tx, projectId);
    const sources = await countSources(tx, projectId);
    const nextStep = chooseNextStep({
      ...rows,
      approvedPractice,
      documents: sources.documents,
      ...(await countUnderWay(tx, projectId)),
      notExported: await countNotExported(tx, projectId),
    });
    return { ...rows, ...sources, nextStep };
  });
}

type Counts = Pick<
  Overview,
  "byStatus" | "byTier" | "planned" | "generated" | "approved" | "practice" | "seeds"
>;

async function countRows(
  tx: Transaction,
  projectId: string,
): Promise<Counts & { approvedPractice: number }> {
  const { origin, tier, generationState, reviewState, isPractice } = conversations;
  const groups = await tx
    .select({ origin, tier, generationState, reviewState, isPractice, rows: count() })
    .from(conversations)
    .where(and(...liveRows(projectId)))
    .groupBy(origin, tier, generationState, reviewState, isPractice);
  const counts = { planned: 0, generated: 0, approved: 0, practice: 0, seeds: 0 };
  let approvedPractice = 0;
  const byStatus: Overview["byStatus"] = {};
  const byTier: Overview["byTier"] = Object.fromEntries(
    tiers.map((one) => [one, { planned: 0, generated: 0, approved: 0 }]),
  );
  for (const { rows, ...group } of groups) {
    if (group.origin === "seed") {
      counts.seeds += rows;
      continue;
    }
    const badge = badgeOf(
      group.generationState as GenerationState,
      group.reviewState as ReviewState,
    );
    const isApproved = standsApproved(group.reviewState as ReviewState);
    byStatus[badge] = (byStatus[badge] ?? 0) + rows;
    const ofTier = (byTier[group.tier] ??= { planned: 0, generated: 0, approved: 0 });
    for (const into of [counts, ofTier]) {
      into.planned += rows;
      if (group.generationState === "generated" || isApproved) into.generated += rows;
      if (isApproved) into.approved += rows;
    }
    if (group.isPractice) counts.practice += rows;
    if (group.isPractice && isApproved) approvedPractice += rows;
  }
  return { ...counts, approvedPractice, byStatus, byTier };
}

async function countSources(
  tx: Transaction,
  projectId: string,
): Promise<Pick<Overview, "documents" | "chunks" | "costMicros">> {
  const [ofDocuments] = await tx
    .select({ rows: count() })
    .from(documents)
    .where(eq(documents.projectId, projectId));
  const [ofChunks] = await tx
    .select({ rows: count() })
    .from(chunks)
    .where(eq(chunks.projectId, projectId));
  const [cost] = await tx
    .select({ micros: sum(callAttempts.costMicros) })
    .from(callAttempts)
    .where(eq(callAttempts.projectId, projectId));
  return {
    documents: ofDocuments?.rows ?? 0,
    chunks: ofChunks?.rows ?? 0,
    costMicros: Number(cost?.micros ?? 0),
  };
}

/** Rows of batches that haven't ended: of those that go on, and of those that are paused. */
async function countUnderWay(
  tx: Transaction,
  projectId: string,
): Promise<{ running: number; paused: number }> {
  const isPaused = sql`${batches.state} = 'paused'`;
  const rows = sql<number>`coalesce(sum(${batches.total}) filter (where not ${isPaused}), 0)::int`;
  const waiting = sql<number>`coalesce(sum(${batches.total}) filter (where ${isPaused}), 0)::int`;
  const [found] = await tx
    .select({ running: rows, paused: waiting })
    .from(batches)
    .where(and(eq(batches.projectId, projectId), inArray(batches.state, [...openBatchStates])));
  return found ?? { running: 0, paused: 0 };
}

/** Approved planned rows that are not practice and whose current text no export holds yet. */
async function countNotExported(tx: Transaction, projectId: string): Promise<number> {
  const { id, origin, reviewState, contentHash, isPractice } = conversations;
  const [found] = await tx
    .select({ rows: count() })
    .from(conversations)
    .where(
      and(
        ...liveRows(projectId),
        eq(origin, "planned"),
        eq(isPractice, false),
        eq(reviewState, "approved"),
        sql`not exists (select 1 from ${exportRows} where ${eq(exportRows.conversationId, id)}
          and ${eq(exportRows.contentHash, contentHash)})`,
      ),
    );
  return found?.rows ?? 0;
}
