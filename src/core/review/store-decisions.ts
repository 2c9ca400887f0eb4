import { sql } from "drizzle-orm";
import { ROWS_PER_EVENT } from "../audit/append-bulk-audit.ts";
import type { Context } from "../context.ts";
import type { ReviewState } from "../conversations/states.ts";
import { slicesOf } from "#/lib/slices.ts";
import { storableText } from "#/lib/storable-text.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { decisions } from "#/platform/db/tables/conversations.ts";

export interface NewDecision {
  id: string;
  conversationId: string;
  reference: string;
  versionId: string | null;
  versionNumber: number;
  contentHash: string | null;
  decision: "approve" | "reject" | "flag" | "undo";
  reviewStateBefore: ReviewState;
  reviewStateAfter: ReviewState;
  reason: string | null;
  expertReviewer?: string | null;
}

/** Adds decisions of the context's person. The rows they are about must be locked already. */
export async function storeDecisions(
  tx: Transaction,
  ctx: Context,
  made: readonly NewDecision[],
): Promise<void> {
  for (const slice of slicesOf(made, ROWS_PER_EVENT)) {
    await tx.insert(decisions).values(
      slice.map((one) => ({
        id: one.id,
        conversationId: one.conversationId,
        versionId: one.versionId,
        contentHash: one.contentHash,
        decision: one.decision,
        reviewStateBefore: one.reviewStateBefore,
        reviewStateAfter: one.reviewStateAfter,
        reason: one.reason === null ? null : storableText(one.reason),
        expertReviewer: one.expertReviewer ? storableText(one.expertReviewer) : null,
        workspaceId: ctx.workspaceId,
        createdBy: ctx.actor.id,
        createdByName: ctx.actor.name,
        // Not the start of the transaction: it may have waited for the lock behind another person.
        createdAt: sql`clock_timestamp()`,
      })),
    );
  }
}
