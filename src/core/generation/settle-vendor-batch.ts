import { afterFailure, hold } from "./after-failure.ts";
import { orRefused } from "./prepare-item.ts";
import type { BatchWork } from "./run-batch-item.ts";
import { useBatchedAnswer } from "./use-batched-answer.ts";
import {
  type BatchedAttempt,
  keepBatchedAnswer,
  settleBatchedFailure,
} from "../calls/batched-attempts.ts";
import { callProcessOf } from "../calls/call-process.ts";
import { lostOutcome } from "../calls/create-vendor-batch.ts";
import { type FailedOutcome, outcomeOfFault } from "../calls/outcome.ts";
import type { VendorBatchNews } from "../calls/poll-vendor-batch.ts";
import { vendorBatchRules } from "../calls/vendor-batch-rules.ts";
import type { Context } from "../context.ts";
import type { ProviderResponse } from "#/platform/llm/port.ts";

/** What one of the vendor's batches brought for a conversation. */
type Brought = BatchedAttempt &
  ({ response: ProviderResponse; outcome: null } | { response: null; outcome: FailedOutcome });

/**
 * Takes what a vendor's batch brought, in any order: every answer goes on the disk and on its attempt first,
 * then each is checked and stored like a single one. What the vendor didn't get to, failed at or cancelled
 * wasn't billed and is tried again, so many times; what nobody knows about counts as spent. May be repeated:
 * who takes it up after a worker's death finds done what was done.
 * @returns how many brought an answer, and how many none.
 */
export async function settleVendorBatch(
  ctx: Context,
  {
    vendorBatchId,
    side,
    news,
    attempts,
  }: {
    vendorBatchId: string;
    side: BatchWork;
    news: Extract<VendorBatchNews, { what: "lost" | "ended" }>;
    attempts: readonly BatchedAttempt[];
  },
): Promise<{ succeeded: number; failed: number }> {
  const brought = await keepAll(ctx, vendorBatchId, news, attempts);
  await callProcessOf(ctx).onStep("acknowledged");
  const { batchId } = side;
  const writer = await orRefused(() => side.source.writer());
  let succeeded = 0;
  for (const { attemptId, conversationId, response, outcome } of brought) {
    const lease = { batchId, conversationId, token: vendorBatchId };
    if (outcome) {
      const { failure, kind, retryAfterSeconds, billed } = outcome;
      const failed = { failure, kind, retryAfterSeconds, mayBeBilled: billed === "unknown" };
      const { mostRetries } = vendorBatchRules;
      await afterFailure(ctx, lease, failed, { mostRetries });
      continue;
    }
    succeeded += 1;
    if ("refused" in writer) {
      // The answer is on its attempt: whoever takes the item when this is mended finds it there.
      const { code: by, message } = writer.refused;
      await hold(ctx, lease, { kind: "needs_person", by, message }, null);
    } else {
      await useBatchedAnswer(ctx, { side, writer: writer.value, lease, attemptId, response });
    }
  }
  return { succeeded, failed: brought.length - succeeded };
}

async function keepAll(
  ctx: Context,
  vendorBatchId: string,
  news: Extract<VendorBatchNews, { what: "lost" | "ended" }>,
  attempts: readonly BatchedAttempt[],
): Promise<Brought[]> {
  const process = callProcessOf(ctx);
  const missing = new Map(attempts.map((attempt) => [attempt.attemptId, attempt]));
  const brought: Brought[] = [];
  if (news.what === "ended") {
    for await (const { id, response, fault } of news.outcomes) {
      if (id === null) {
        // Its call is among those that are missing at the end.
        ctx.log.error({ vendorBatchId, fault }, "a vendor's batch brought what can't be read");
        continue;
      }
      const attempt = missing.get(id);
      if (!attempt) {
        ctx.log.error({ vendorBatchId, id }, "a vendor's batch brought a result that wasn't asked");
        continue;
      }
      missing.delete(id);
      if (response) {
        await keepBatchedAnswer(ctx, process, id, response);
        brought.push({ ...attempt, response, outcome: null });
      } else {
        const outcome = outcomeOfFault(fault);
        await settleBatchedFailure(ctx, process, id, outcome);
        brought.push({ ...attempt, response: null, outcome });
      }
    }
  }
  for (const attempt of missing.values()) {
    await settleBatchedFailure(ctx, process, attempt.attemptId, lostOutcome);
    brought.push({ ...attempt, response: null, outcome: lostOutcome });
  }
  return brought;
}
