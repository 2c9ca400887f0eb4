import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { z } from "zod";
import { appendAudit } from "../audit/append-audit.ts";
import { appendBulkAudit } from "../audit/append-bulk-audit.ts";
import { authorise, inTransaction, type Context } from "../context.ts";
import { hasIdIn } from "../conversations/filter-sql.ts";
import { type LockedConversation, lockConversations } from "../conversations/lock-selected.ts";
import { selectConversationIds } from "../conversations/select-ids.ts";
import {
  type GenerationState,
  mayDecide,
  mayReviewBecome,
  type ReviewState,
} from "../conversations/states.ts";
import { BrightError, invalidField, notFound } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { decideInput, type decideOutput, type Decision } from "./schema.ts";
import { type NewDecision, storeDecisions } from "./store-decisions.ts";
import { notifyProgress } from "#/platform/db/listen.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";

const stateAfter: Record<Decision, ReviewState> = {
  approve: "approved",
  reject: "rejected",
  flag: "flagged",
};

/**
 * Approves, rejects or flags the selected conversations. Each decision is bound to the content hash of
 * the version it was made on; rows without a text or being written are left as they were (`skipped`).
 * An edge case that needs an expert is approved by itself, with the name of who has the expertise; an
 * approval of many leaves such rows out (`needExpert`).
 * When two people decide at once, both decisions are recorded and the later one holds.
 * Throws conflict when `contentHash` is given and the text has changed, notFound when no id exists.
 */
export async function decideConversations({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof decideInput>;
}): Promise<z.infer<typeof decideOutput>> {
  authorise(ctx, "decide");
  const { projectId, selection, decision, reason, contentHash, expertReviewer } = parseInput(
    decideInput,
    input,
  );
  return inTransaction(ctx, async (tx, ctx) => {
    const selected = await selectConversationIds(tx, ctx, projectId, selection);
    if (selected.length === 0 && selection.kind === "ids") throw notFound("conversation");
    const rows = await lockConversations(tx, selected);
    if (contentHash !== undefined) refuseOtherText(rows, contentHash);
    const possible = rows.filter((row) => mayBecome(row, stateAfter[decision]));
    const decidable = withExpertise(rows, possible, decision, expertReviewer);
    const made = decidable.map((row) => ({
      ...newDecision(row, decision, reason || null),
      expertReviewer: row.needsExpert && decision === "approve" ? expertReviewer : null,
    }));
    await storeDecisions(tx, ctx, made);
    await tx
      .update(conversations)
      .set({ reviewState: stateAfter[decision], updatedAt: sql`now()` })
      .where(hasIdIn(decidable.map((row) => row.id)));
    await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId });

    const entry = { action: "conversation.decided", reason: reason || null } as const;
    const [only] = made;
    if (only && made.length === 1) {
      await appendAudit(tx, ctx, {
        ...entry,
        targetKind: "conversation",
        targetId: only.conversationId,
        targetVersion: only.versionNumber,
        hashBefore: only.contentHash,
        hashAfter: only.contentHash,
        details: {
          decision,
          decisionId: only.id,
          reference: only.reference,
          from: only.reviewStateBefore,
          to: only.reviewStateAfter,
          ...(only.expertReviewer && { expertReviewer: only.expertReviewer }),
        },
      });
    } else {
      await appendBulkAudit(
        tx,
        ctx,
        { ...entry, targetKind: "project", targetId: projectId, details: { decision } },
        decidable,
      );
    }
    return {
      decided: made.length,
      skipped: selected.length - possible.length,
      needExpert: possible.length - made.length,
      decisionIds: made.map(({ id }) => id),
    };
  });
}

/** The rows that the decision may be made on, given who has the expertise. @throws invalid_input */
function withExpertise(
  rows: readonly LockedConversation[],
  possible: readonly LockedConversation[],
  decision: Decision,
  expertReviewer: string | undefined,
): LockedConversation[] {
  if (expertReviewer !== undefined && rows.length > 1) {
    throw invalidField(
      "expertReviewer",
      "An expert's confirmation belongs to one conversation, and more are selected. Nothing was decided; open them one by one.",
    );
  }
  if (decision !== "approve" || expertReviewer !== undefined) return [...possible];
  const [only] = possible;
  if (only?.needsExpert && rows.length === 1) {
    throw invalidField(
      "expertReviewer",
      `${only.reference} is an edge case that needs an expert's review. Nothing was decided; approve it with the name of the person who has the expertise.`,
    );
  }
  return possible.filter((row) => !row.needsExpert);
}

function mayBecome(row: LockedConversation, after: ReviewState): boolean {
  return (
    mayDecide(row.generationState as GenerationState, row.currentVersionId !== null) &&
    mayReviewBecome(row.reviewState as ReviewState, after)
  );
}

function newDecision(
  row: LockedConversation,
  decision: Decision,
  reason: string | null,
): NewDecision {
  return {
    id: randomUUID(),
    conversationId: row.id,
    reference: row.reference,
    versionId: row.currentVersionId,
    versionNumber: row.versionNumber,
    contentHash: row.contentHash,
    decision,
    reviewStateBefore: row.reviewState as ReviewState,
    reviewStateAfter: stateAfter[decision],
    reason,
  };
}

/** What was read and what is decided on must be the same text; it makes sense for one row only. */
function refuseOtherText(rows: readonly LockedConversation[], contentHash: string): void {
  const [row] = rows;
  if (!row || rows.length > 1) {
    throw invalidField(
      "contentHash",
      "A content hash belongs to one conversation, and more are selected. Nothing was decided; leave the hash out or select one conversation.",
    );
  }
  if (row.contentHash === contentHash) return;
  throw new BrightError(
    "conflict",
    `The text of ${row.reference} was changed while you were reading it. Your decision was not stored; read the new version and decide again.`,
  );
}
