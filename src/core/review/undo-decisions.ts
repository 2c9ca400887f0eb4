import { randomUUID } from "node:crypto";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { z } from "zod";
import { appendAudit } from "../audit/append-audit.ts";
import { appendBulkAudit } from "../audit/append-bulk-audit.ts";
import { authorise, inTransaction, type Context } from "../context.ts";
import { hasIdIn } from "../conversations/filter-sql.ts";
import { type LockedConversation, lockConversations } from "../conversations/lock-selected.ts";
import { requireProject } from "../conversations/require-project.ts";
import {
  type GenerationState,
  mayDecide,
  mayReviewBecome,
  type ReviewState,
} from "../conversations/states.ts";
import { notFound } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { undoDecisionsInput, type undoDecisionsOutput } from "./schema.ts";
import { standingDecision } from "./standing-decision.ts";
import { type NewDecision, storeDecisions } from "./store-decisions.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { notifyProgress } from "#/platform/db/listen.ts";
import { conversations, decisions } from "#/platform/db/tables/conversations.ts";

/**
 * Takes decisions back: each conversation gets the review state it had before. Only where the decision
 * is the newest that still stands and the text is the one it was made on; the others are left as they
 * are and counted (`skipped`). The undoing is a decision on the record too.
 * Throws notFound when the project has none of the decisions.
 */
export async function undoDecisions({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof undoDecisionsInput>;
}): Promise<z.infer<typeof undoDecisionsOutput>> {
  authorise(ctx, "decide");
  const { projectId, decisionIds } = parseInput(undoDecisionsInput, input);
  const wanted = new Set(decisionIds);
  return inTransaction(ctx, async (tx, ctx) => {
    await requireProject(tx, ctx, projectId);
    const ids = await conversationsOf(tx, projectId, [...wanted]);
    if (ids.length === 0) throw notFound("decision");
    const rows = await lockConversations(tx, ids);
    const past = await readDecisions(tx, ids);
    const undone = rows.flatMap((row) => {
      const standing = standingDecision(past.get(row.id) ?? []);
      return standing && wanted.has(standing.id) && mayUndo(row, standing)
        ? [{ row, standing, undo: undoOf(row, standing) }]
        : [];
    });
    await storeDecisions(
      tx,
      ctx,
      undone.map(({ undo }) => undo),
    );
    for (const [state, group] of Map.groupBy(undone, ({ undo }) => undo.reviewStateAfter)) {
      await tx
        .update(conversations)
        .set({ reviewState: state, updatedAt: sql`now()` })
        .where(hasIdIn(group.map(({ row }) => row.id)));
    }
    await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId });
    const [only] = undone;
    if (only && undone.length === 1) {
      await appendAudit(tx, ctx, {
        action: "conversation.decision_undone",
        targetKind: "conversation",
        targetId: only.row.id,
        targetVersion: only.row.versionNumber,
        hashBefore: only.row.contentHash,
        hashAfter: only.row.contentHash,
        details: {
          decision: only.standing.decision,
          decisionId: only.standing.id,
          reference: only.row.reference,
          from: only.undo.reviewStateBefore,
          to: only.undo.reviewStateAfter,
        },
      });
    } else {
      await appendBulkAudit(
        tx,
        ctx,
        { action: "conversation.decision_undone", targetKind: "project", targetId: projectId },
        undone.map(({ row }) => row),
      );
    }
    return { undone: undone.length, skipped: wanted.size - undone.length };
  });
}

async function conversationsOf(
  tx: Transaction,
  projectId: string,
  decisionIds: readonly string[],
): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ id: conversations.id })
    .from(decisions)
    .innerJoin(conversations, eq(conversations.id, decisions.conversationId))
    .where(
      and(
        eq(conversations.projectId, projectId),
        sql`${decisions.id} = any(${sql.param(decisionIds)}::uuid[])`,
      ),
    );
  return rows.map((row) => row.id);
}

type StoredDecision = typeof decisions.$inferSelect;

/** Every decision on these conversations, the oldest first, by conversation. */
async function readDecisions(
  tx: Transaction,
  conversationIds: string[],
): Promise<Map<string, StoredDecision[]>> {
  const ids = sql`(select unnest(${sql.param(conversationIds)}::uuid[]))`;
  const rows = await tx
    .select()
    .from(decisions)
    .where(inArray(decisions.conversationId, ids))
    .orderBy(asc(decisions.createdAt), asc(decisions.id));
  return Map.groupBy(rows, (row) => row.conversationId);
}

function mayUndo(row: LockedConversation, standing: StoredDecision): boolean {
  return (
    row.contentHash === standing.contentHash &&
    row.currentVersionId === standing.versionId &&
    row.reviewState === standing.reviewStateAfter &&
    mayReviewBecome(row.reviewState as ReviewState, standing.reviewStateBefore as ReviewState) &&
    mayDecide(row.generationState as GenerationState, row.currentVersionId !== null)
  );
}

function undoOf(row: LockedConversation, standing: StoredDecision): NewDecision {
  return {
    id: randomUUID(),
    conversationId: row.id,
    reference: row.reference,
    versionId: row.currentVersionId,
    versionNumber: row.versionNumber,
    contentHash: row.contentHash,
    decision: "undo",
    reviewStateBefore: row.reviewState as ReviewState,
    reviewStateAfter: standing.reviewStateBefore as ReviewState,
    reason: null,
  };
}
