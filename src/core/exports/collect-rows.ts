import { and, asc, eq, exists, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import { checkFilter } from "../conversations/check-filter.ts";
import { hasExpert, needsExpert } from "../conversations/expert-review.ts";
import { filterConditions } from "../conversations/filter-sql.ts";
import { requireProject } from "../conversations/require-project.ts";
import {
  badgeOf,
  type GenerationState,
  type ReviewState,
  standsApproved,
} from "../conversations/states.ts";
import type { ExportOptions } from "./schema.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversations, decisions } from "#/platform/db/tables/conversations.ts";

/** A conversation that goes into the file, by its immutable version. */
export interface ExportRow {
  conversationId: string;
  reference: string;
  versionId: string;
  contentHash: string;
  isSeed: boolean;
  isPractice: boolean;
}

export interface CollectedRows {
  /** In table order: the same options on the same data give the same file. */
  rows: ExportRow[];
  /** Each row of the filter is either in the file or in exactly one of these. */
  leftOut: { notApproved: number; practice: number; seeds: number; needExpert: number };
  projectName: string;
}

/**
 * The rows that an export with these options holds: approved ones whose approval is of the current
 * text, also while another one is being written or after that failed; practice only when ticked; seeds, which need no approval but must not be rejected or flagged,
 * only when ticked. An edge case that needs an expert goes only with an expert's confirmation. Throws notFound for a foreign project.
 */
export async function collectRows(
  tx: Transaction,
  ctx: Context,
  { projectId, filter, includePractice, includeSeeds }: ExportOptions,
): Promise<CollectedRows> {
  const project = await requireProject(tx, ctx, projectId);
  await checkFilter(tx, projectId, filter);
  const { id, contentHash, position } = conversations;
  const approval = tx
    .select({ one: sql`1` })
    .from(decisions)
    .where(
      and(
        eq(decisions.conversationId, id),
        eq(decisions.decision, "approve"),
        eq(decisions.contentHash, contentHash),
      ),
    );
  const stored = await tx
    .select({
      conversationId: id,
      reference: conversations.reference,
      origin: conversations.origin,
      generationState: conversations.generationState,
      reviewState: conversations.reviewState,
      isPractice: conversations.isPractice,
      versionId: conversations.currentVersionId,
      contentHash,
      lacksExpert: sql<boolean>`${needsExpert} and not ${hasExpert}`,
      approvesCurrentText: sql<boolean>`${exists(approval)}`,
    })
    .from(conversations)
    .where(and(...filterConditions(projectId, filter)))
    .orderBy(asc(position), asc(id));

  const collected: CollectedRows = {
    rows: [],
    leftOut: { notApproved: 0, practice: 0, seeds: 0, needExpert: 0 },
    projectName: project.name,
  };
  for (const row of stored) {
    const { conversationId, reference, versionId, contentHash, isPractice } = row;
    const isSeed = row.origin === "seed";
    const badge = badgeOf(row.generationState as GenerationState, row.reviewState as ReviewState);
    const isApproved = standsApproved(row.reviewState as ReviewState) && row.approvesCurrentText;
    const isGoodSeed = isSeed && badge !== "rejected" && badge !== "flagged";
    if (isSeed && !includeSeeds) collected.leftOut.seeds += 1;
    else if (!versionId || !contentHash || !(isApproved || isGoodSeed)) {
      collected.leftOut.notApproved += 1;
    } else if (row.lacksExpert && !isSeed) collected.leftOut.needExpert += 1;
    else if (isPractice && !includePractice) collected.leftOut.practice += 1;
    else {
      collected.rows.push({
        conversationId,
        reference,
        versionId,
        contentHash,
        isSeed,
        isPractice,
      });
    }
  }
  return collected;
}
