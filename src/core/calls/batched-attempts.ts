import { asc, eq, isNotNull, sql } from "drizzle-orm";
import type { CallProcess } from "./call-process.ts";
import type { FailedOutcome } from "./outcome.ts";
import { keepAnswer } from "./keep-answer.ts";
import { settleAttempt } from "./settle-attempt.ts";
import { untilStored } from "./until-stored.ts";
import { type Context, inTransaction } from "../context.ts";
import type { ProviderResponse } from "#/platform/llm/port.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";

/** One call of a vendor's batch, and the conversation that waits for it. */
export interface BatchedAttempt {
  attemptId: string;
  conversationId: string;
  /** Nothing is known about its end yet. */
  isOpen: boolean;
}

/** What is known of single calls only. */
const inBatch = { firstByteSeconds: null, headersAge: null, isNews: false, concurrency: 1 };

/** All calls of a vendor's batch, in the order in which they were recorded. */
export async function listBatchedAttempts(
  ctx: Context,
  vendorBatchId: string,
): Promise<BatchedAttempt[]> {
  const rows = await inTransaction(ctx, (tx) =>
    tx
      .select({
        attemptId: callAttempts.id,
        conversationId: callAttempts.conversationId,
        isOpen: sql<boolean>`${isNotNull(callAttempts.heldUntil)}`,
      })
      .from(callAttempts)
      .where(eq(callAttempts.vendorBatchId, vendorBatchId))
      .orderBy(asc(callAttempts.sentAt), asc(callAttempts.id)),
  );
  return rows.flatMap(({ conversationId, ...row }) =>
    conversationId === null ? [] : [{ ...row, conversationId }],
  );
}

/** Keeps an answer out of a vendor's batch as that of a single call: on the disk, then on its attempt, once. */
export async function keepBatchedAnswer(
  ctx: Context,
  process: CallProcess,
  attemptId: string,
  response: ProviderResponse,
): Promise<void> {
  const line = await keepAnswer(ctx, process, { attemptId, response, concurrency: 1 });
  await process.onStep("spooled");
  const end = { response, outcome: null, ...inBatch };
  await untilStored(process, () => settleAttempt(ctx, process, attemptId, end));
  line?.settle();
}

/** Writes down, once, that a call of a vendor's batch brought no answer, and gives back what was held for it. */
export async function settleBatchedFailure(
  ctx: Context,
  process: CallProcess,
  attemptId: string,
  outcome: FailedOutcome,
): Promise<void> {
  const end = { response: null, outcome, ...inBatch };
  await untilStored(process, () => settleAttempt(ctx, process, attemptId, end));
}
