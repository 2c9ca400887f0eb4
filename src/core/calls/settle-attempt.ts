import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { callChannel, type CallProcess } from "./call-process.ts";
import { allInput, costOf, modelPricesSchema, usageOf } from "./prices.ts";
import type { FailedOutcome } from "./outcome.ts";
import { settleBudgets } from "./reserve-budgets.ts";
import { type RateNews, settleRate } from "./settle-rate.ts";
import { type Context, inTransaction } from "../context.ts";
import { storableJson } from "#/lib/storable-text.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import {
  type ModelPrices,
  noTokens,
  type ProviderRequest,
  type ProviderResponse,
  type ProviderUsage,
} from "#/platform/llm/port.ts";
import { batches, callAttempts } from "#/platform/db/tables/generation.ts";

/** What became of a call, and what only its maker knows about it. */
export type CallEnd = (
  | { response: ProviderResponse; outcome: null }
  | { response: null; outcome: FailedOutcome }
) & {
  /** Seconds from the sending to the first byte, and since the headers; null: none came, or not known. */
  firstByteSeconds: number | null;
  headersAge: number | null;
  /** Whether it ended just now: an answer that lay on the disk doesn't tell what the server bears today. */
  isNews: boolean;
  concurrency: number;
};

type Attempt = Pick<
  typeof callAttempts.$inferSelect,
  | "projectId"
  | "batchId"
  | "vendorBatchId"
  | "provider"
  | "model"
  | "sentAt"
  | "reservedMicros"
  | "reservedInputTokens"
  | "reservedOutputTokens"
  | "prices"
  | "request"
  | "state"
>;

const { id, projectId, batchId, vendorBatchId, provider, model, sentAt, state } = callAttempts;
const { reservedMicros, reservedInputTokens, reservedOutputTokens, prices, request } = callAttempts;
const columns = {
  projectId,
  batchId,
  vendorBatchId,
  provider,
  model,
  sentAt,
  reservedMicros,
  reservedInputTokens,
  reservedOutputTokens,
  prices,
  request,
  state,
};

/**
 * Writes down what became of a call, once: outcome and cost on the attempt, the place and what was held
 * given back to bucket and budgets, all in one transaction. A call that was counted at its reservation,
 * because its maker was thought dead, is corrected by the answer that came after all.
 * @returns false when it had been settled before: nothing was changed.
 */
export async function settleAttempt(
  ctx: Context,
  process: CallProcess,
  attemptId: string,
  end: CallEnd,
): Promise<boolean> {
  return inTransaction(ctx, async (tx, ctx) => {
    const [attempt] = await tx
      .select(columns)
      .from(callAttempts)
      .where(eq(id, attemptId))
      .for("update");
    if (!attempt) return false;
    const settled = settlementOf(attempt, end);
    const set = { ...settled.columns, ...firstByteOf(end) };
    const isHeld = await write(tx, attemptId, set, true);
    if (!isHeld) {
      const isLate = end.response !== null && attempt.state === "billed_unknown";
      if (!isLate || !(await write(tx, attemptId, set, false))) return false;
    }
    await process.onStep("in transaction");
    if (attempt.prices === null) return true;
    const { workspaceId } = ctx;
    const bucket = { workspaceId, provider: attempt.provider, model: attempt.model };
    // What went in a vendor's batch took nothing from the limits of single calls.
    const isInBucket = isHeld && attempt.vendorBatchId === null;
    if (isInBucket) await settleRate(tx, bucket, newsOf(attempt, end, settled, process));
    if (attempt.batchId !== null && end.outcome?.kind === "needs_person") {
      // Its maker pauses the batch with this record; who reserves locks the batch before the budgets too.
      await tx
        .select({ id: batches.id })
        .from(batches)
        .where(eq(batches.id, attempt.batchId))
        .for("update");
    }
    await settleBudgets(tx, workspaceId, {
      payer: attempt,
      reservedAt: attempt.sentAt,
      reservedMicros: attempt.reservedMicros,
      costMicros: settled.columns.costMicros,
      isHeld,
    });
    if (isInBucket)
      await tx.execute(sql`select pg_notify(${callChannel}, ${process.noticeOf(bucket)})`);
    return true;
  });
}

async function write(
  tx: Transaction,
  attemptId: string,
  set: PgUpdateSetSource<typeof callAttempts>,
  isHeld: boolean,
): Promise<boolean> {
  const { heldUntil, response } = callAttempts;
  const rows = await tx
    .update(callAttempts)
    .set({ ...set, heldUntil: null, finishedAt: sql`clock_timestamp()` })
    .where(
      and(
        eq(id, attemptId),
        isHeld ? isNotNull(heldUntil) : and(eq(state, "billed_unknown"), isNull(response)),
      ),
    )
    .returning({ id });
  return rows.length === 1;
}

interface Settlement {
  columns: Partial<typeof callAttempts.$inferInsert> & { costMicros: number };
  /** Null: nobody knows what was used. */
  usage: ProviderUsage | null;
}

function settlementOf(attempt: Attempt, end: CallEnd): Settlement {
  const rates = attempt.prices === null ? null : modelPricesSchema.parse(attempt.prices);
  return end.response
    ? settledAnswer(attempt, end.response, rates)
    : settledFailure(attempt, end.outcome);
}

/** By database time, as the moment of sending is. */
function firstByteOf({ firstByteSeconds }: CallEnd) {
  if (firstByteSeconds === null) return {};
  return { firstByteAt: sql`${sentAt} + make_interval(secs => ${firstByteSeconds}::float8)` };
}

function settledAnswer(
  attempt: Attempt,
  { text, stopReason, raw, usage: told, providerRequestId, limits }: ProviderResponse,
  rates: ModelPrices | null,
): Settlement {
  const { usage, isEstimated } = usageOf(told, attempt.request as ProviderRequest, text);
  const isBatch = attempt.vendorBatchId !== null;
  const cost = rates ? costOf(usage, rates, { isBatch }) : { costMicros: 0, savedMicros: 0 };
  return {
    usage,
    columns: {
      state: "succeeded",
      failure: null,
      response: storableJson({ text, stopReason, raw: raw ?? null }),
      inputTokens: allInput(usage),
      outputTokens: usage.outputTokens,
      cacheReadTokens: usage.cacheReadTokens,
      cacheWriteTokens: usage.cacheWriteTokens + usage.cacheWriteHourTokens,
      isUsageEstimated: isEstimated,
      ...cost,
      status: 200,
      limits,
      providerRequestId,
    },
  };
}

function settledFailure(attempt: Attempt, outcome: FailedOutcome): Settlement {
  const { failure, billed, partial, raw, status, limits, providerRequestId } = outcome;
  const isUnknown = billed === "unknown" && attempt.prices !== null;
  const kept = {
    ...(partial && { text: partial.text, usage: partial.usage }),
    ...(raw !== null && { raw }),
  };
  return {
    usage: isUnknown ? null : noTokens,
    columns: {
      state: isUnknown ? "billed_unknown" : "failed",
      failure,
      response: Object.keys(kept).length === 0 ? null : storableJson(kept),
      costMicros: isUnknown ? attempt.reservedMicros : 0,
      status,
      limits,
      providerRequestId,
    },
  };
}

function newsOf(
  attempt: Attempt,
  end: CallEnd,
  { usage }: Settlement,
  { pace, random }: CallProcess,
): RateNews {
  const { outcome } = end;
  const limits = end.response ? end.response.limits : (outcome?.limits ?? null);
  // Limits of input don't count what was read from a cache.
  const usedInput = usage ? allInput(usage) - usage.cacheReadTokens : attempt.reservedInputTokens;
  const usedOutput = usage ? usage.outputTokens : attempt.reservedOutputTokens;
  return {
    server: outcome ? outcome.server : "well",
    reason: outcome ? outcome.failure.message : null,
    blockSeconds: outcome?.retryAfterSeconds ?? null,
    limits,
    limitsAge: end.headersAge ?? 0,
    isOver: true,
    isGrowing: end.isNews,
    giveBack: {
      requests: outcome && !outcome.isCounted ? 1 : 0,
      inputTokens: attempt.reservedInputTokens - usedInput,
      outputTokens: attempt.reservedOutputTokens - usedOutput,
    },
    outputToCome: usedOutput,
    concurrency: end.concurrency,
    pace,
    random: random(),
  };
}
