import { eq, TransactionRollbackError } from "drizzle-orm";
import type { Prompt } from "./build-prompt.ts";
import { changedMeanwhile } from "./claim-item.ts";
import { bringBackBetter } from "./keep-better.ts";
import { heldBy, type Lease } from "./lease.ts";
import { type FormerText, readFormerText } from "./read-former-text.ts";
import { closeItem, settleDone, settleFailed } from "./settle-item.ts";
import type { Written } from "./write-conversation.ts";
import type { Writer } from "../writers/registry.ts";
import { type Context, inTransaction } from "../context.ts";
import type { ScorePart } from "../conversations/schema.ts";
import { storeVersion } from "../conversations/store-version.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversations, conversationVersions } from "#/platform/db/tables/conversations.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";
import { batchItems } from "#/platform/db/tables/generation.ts";

/**
 * Stores a checked answer as the conversation's next version, ends the item and records it, all in one
 * transaction. May be repeated: an answer that is stored already is done.
 * @returns "lost" when the lease is another's by now, "changed" when the conversation was changed
 * meanwhile; nothing of the answer was stored then.
 */
export async function storeAnswer({
  ctx,
  lease,
  writer: { provider, model },
  prompt,
  written,
}: {
  ctx: Context;
  lease: Lease;
  writer: Writer;
  prompt: Prompt;
  written: Written;
}): Promise<"done" | "lost" | "changed"> {
  const stored = await inTransaction(ctx, async (tx, ctx) => {
    // The item before its conversation, as everywhere: two orders would lock each other out.
    const expert = expertReview(prompt);
    const { score, messages } = written;
    const needsReview = score.needsReview || expert.length > 0;
    const fellShort = await readFellShort(tx, lease);
    if (!(await settleDone(tx, lease, { isGood: !score.needsReview })))
      return (await isStored(tx, written)) ? "done" : "lost";
    const reference = await lockGenerating(tx, lease);
    if (reference === undefined) tx.rollback();
    const version = await storeVersion(tx, ctx, {
      conversationId: lease.conversationId,
      origin: "generated",
      systemPrompt: prompt.systemPrompt,
      messages,
      provider: provider.id,
      model: model.model,
      isPractice: provider.isPractice,
      templateVersionId: prompt.template.versionId,
      callAttemptId: written.attemptId,
      batchId: lease.batchId,
      score: score.score,
      scoreParts: [...score.parts, ...expert],
      needsReview,
    });
    const better =
      fellShort && score.needsReview && (fellShort.score ?? 0) > score.score
        ? await bringBackBetter(tx, ctx, {
            conversationId: lease.conversationId,
            former: fellShort,
            score: score.score,
          })
        : undefined;
    const current = better ?? version;
    // Who had lost the item may have put this answer aside already.
    await tx
      .update(callAttempts)
      .set({ state: "succeeded", failure: null })
      .where(eq(callAttempts.id, written.attemptId));
    await closeItem(tx, ctx, lease, {
      action: "conversation.generated",
      targetKind: "conversation",
      targetId: lease.conversationId,
      targetVersion: current.number,
      hashAfter: current.contentHash,
      details: {
        batchId: lease.batchId,
        reference,
        callAttemptId: written.attemptId,
        provider: provider.id,
        model: model.model,
        templateVersionId: prompt.template.versionId,
        chunkIds: prompt.material.chunks.map(({ id }) => id),
        score: score.score,
        ...(better && { candidate: version.number, broughtBack: fellShort?.number }),
      },
    });
    return "done";
  }).catch((error: unknown) => {
    if (error instanceof TransactionRollbackError) return "changed" as const;
    throw error;
  });
  if (stored !== "changed") return stored;
  const settled = await inTransaction(ctx, (tx, ctx) =>
    settleFailed(tx, ctx, lease, changedMeanwhile),
  );
  return settled ? "changed" : "lost";
}

/** The text that this batch wrote for the row before, where that fell short of the checks. */
async function readFellShort(tx: Transaction, lease: Lease): Promise<FormerText | undefined> {
  const [item] = await tx
    .select({ isGood: batchItems.isGood })
    .from(batchItems)
    .where(heldBy(lease));
  return item?.isGood === false ? readFormerText(tx, lease.conversationId) : undefined;
}

/**
 * Locks the conversation: what a person does to it comes before or after, never in between.
 * @returns its reference, or undefined when it isn't being written any more.
 */
async function lockGenerating(
  tx: Transaction,
  { conversationId }: Lease,
): Promise<string | undefined> {
  const { reference, generationState: state, deletedAt } = conversations;
  const [row] = await tx
    .select({ reference, state, deletedAt })
    .from(conversations)
    .where(eq(conversations.id, conversationId))
    .for("update");
  return row?.state === "generating" && row.deletedAt === null ? row.reference : undefined;
}

async function isStored(tx: Transaction, { attemptId }: Written): Promise<boolean> {
  const rows = await tx
    .select({ id: conversationVersions.id })
    .from(conversationVersions)
    .where(eq(conversationVersions.callAttemptId, attemptId))
    .limit(1);
  return rows.length > 0;
}

/** Some boundaries want an expert's eye before approval; the part carries no weight, it says so. */
function expertReview({ material: { edgeCase } }: Prompt): ScorePart[] {
  if (!edgeCase?.needsExpertReview) return [];
  return [
    {
      check: "expert-review",
      label: "Expert review",
      value: 1,
      weight: 0,
      reason: `"${edgeCase.label}" is a boundary that wants an expert's eye before it is approved.`,
    },
  ];
}
