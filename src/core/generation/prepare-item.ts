import { and, eq } from "drizzle-orm";
import { buildPrompt, type Prompt } from "./build-prompt.ts";
import { findUnusedAnswer, type UnusedAnswer } from "./find-unused-answer.ts";
import type { Lease } from "./lease.ts";
import { outputLimit } from "./learnt-output.ts";
import { readFormerText } from "./read-former-text.ts";
import type { BatchWork } from "./run-batch-item.ts";
import { withFeedback } from "./with-feedback.ts";
import { outcomeOfError } from "../calls/outcome.ts";
import type { Failure } from "../calls/schema.ts";
import { type Context, inTransaction } from "../context.ts";
import { BrightError } from "../errors.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { batches, batchItems } from "#/platform/db/tables/generation.ts";

export interface PreparedItem {
  prompt: Prompt;
  /** What the prompt says beyond the template, for the record of its calls. */
  parameters: Record<string, unknown>;
  /** An answer that was paid for already. */
  unused: UnusedAnswer | undefined;
}

/**
 * The prompt of a claimed item as it is sent: filled from its row, with the person's wish of the batch and,
 * for a row that is written again because its text fell short, with what the checks found.
 * @throws as `buildPrompt`; a ZodError for a plan that can't be read. See `orRefused`.
 */
export async function prepareItem(
  ctx: Context,
  { model, source, versionIds }: Pick<BatchWork, "model" | "source" | "versionIds">,
  lease: Lease,
  wasBegun: boolean,
): Promise<PreparedItem> {
  const material = await source.material();
  const perMessage = await source.outputPerMessage();
  return inTransaction(ctx, async (tx, ctx) => {
    const { conversationId } = lease;
    const prompt = await buildPrompt(tx, ctx, {
      conversationId,
      model,
      source: material,
      versionIds: versionIds ?? undefined,
    });
    const { messageCount } = prompt.material.plan;
    const maxOutputTokens = outputLimit(prompt.request.maxOutputTokens, messageCount, perMessage);
    const wishes = await readWishes(tx, lease);
    const request = { ...prompt.request, maxOutputTokens };
    return {
      prompt: { ...prompt, request: wishes ? withFeedback(request, wishes) : request },
      parameters: {
        ...(wishes?.feedback && { feedback: wishes.feedback }),
        ...(wishes && wishes.findings.length > 0 && { findings: wishes.findings }),
      },
      unused: wasBegun ? await findUnusedAnswer(tx, lease) : undefined,
    };
  });
}

/** The batch's wish, and the findings of the text that this batch wrote before; undefined without either. */
async function readWishes(tx: Transaction, { batchId, conversationId }: Lease) {
  const [row] = await tx
    .select({ feedback: batches.feedback, isGood: batchItems.isGood })
    .from(batchItems)
    .innerJoin(batches, eq(batches.id, batchItems.batchId))
    .where(and(eq(batchItems.batchId, batchId), eq(batchItems.conversationId, conversationId)));
  const feedback = row?.feedback ?? null;
  const fellShort = row?.isGood === false;
  if (feedback === null && !fellShort) return undefined;
  const former = await readFormerText(tx, conversationId);
  return {
    feedback,
    former: former?.messages ?? [],
    findings: fellShort ? (former?.findings ?? []) : [],
  };
}

/** What isn't there, or can't be made, is a failure of this row or of the set-up, not of the worker. */
export async function orRefused<T>(
  work: () => Promise<T>,
): Promise<{ value: T } | { refused: Failure }> {
  try {
    return { value: await work() };
  } catch (error) {
    if (error instanceof BrightError) {
      const outcome = outcomeOfError(error, { hasStarted: false, arrived: false });
      return { refused: outcome.failure };
    }
    if (error instanceof Error && error.name === "ZodError") return { refused: badPlan };
    throw error;
  }
}

const badPlan: Failure = {
  code: "bad_plan",
  message:
    "The plan of this conversation can't be read any more. Nothing was sent and the conversation stays as it was; plan it anew.",
  retryable: false,
};
