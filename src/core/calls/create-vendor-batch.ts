import { and, eq, inArray, sql } from "drizzle-orm";
import { listBatchedAttempts, settleBatchedFailure } from "./batched-attempts.ts";
import type { CallProcess } from "./call-process.ts";
import { callRules } from "./call-rules.ts";
import { type FailedOutcome, outcomeOfError } from "./outcome.ts";
import { mayStillCreate, type ReservedVendorBatch } from "./reserve-vendor-batch.ts";
import { inSeconds, pollPause, vendorBatchRules, vendorLeaseUntil } from "./vendor-batch-rules.ts";
import { type Context, inTransaction } from "../context.ts";
import { tryAgain } from "#/lib/try-again.ts";
import { type BatchCalls, type BatchStatus, ProviderError } from "#/platform/llm/port.ts";
import { vendorBatches } from "#/platform/db/tables/generation.ts";

/**
 * What became of a vendor's batch that was reserved. "refused": the vendor made none, nothing was billed;
 * "lost": nobody knows whether it was made, so its calls count at what was held back.
 */
export type VendorBatchCreated =
  | { state: "under_way"; outcome: null }
  | { state: "refused" | "lost"; outcome: FailedOutcome };

const settling = { times: 8, firstPauseMs: 250 };

/**
 * Has the vendor make a batch that is on the record, and stores its name for it before anything else is
 * asked. A worker that dies in between leaves one behind that `pollVendorBatch` finds without a name. One
 * that wasn't made is to be ended by the caller, once it has settled what waits for it (`endVendorBatch`).
 */
export async function createVendorBatch(
  ctx: Context,
  process: CallProcess,
  reserved: ReservedVendorBatch,
): Promise<VendorBatchCreated> {
  const { writer, vendorBatchId, leaseToken } = reserved;
  const batches = writer.provider.batches;
  if (!batches) throw new Error("this writer has no batches");
  await process.onStep("reserved");
  const isLate = performance.now() - reserved.reservedAt > callRules.sendWithinMs;
  if (isLate && !(await mayStillCreate(ctx, process, reserved))) {
    const outcome = outcomeOfError(new DOMException("", "AbortError"), {
      hasStarted: false,
      arrived: false,
    });
    return settleAll(ctx, process, reserved, { state: "refused", outcome });
  }
  const release = holdVendorBatch(ctx, process, { id: vendorBatchId, token: leaseToken });
  try {
    let status: BatchStatus;
    try {
      status = await batches.create(reserved.requests, { signal: patience() });
    } catch (error) {
      return await settleAll(ctx, process, reserved, failedCreation(error));
    }
    await process.onStep("last byte");
    const isStored = await tryAgain(() => storeName(ctx, process, reserved, status), settling);
    if (isStored) return { state: "under_way", outcome: null };
    // It took so long that others gave it up: what is written there would be used by nobody.
    await giveUp(ctx, batches, status.id);
    return { state: "lost", outcome: lostOutcome };
  } finally {
    release();
  }
}

/** What a signal of the vendor's own answers is given. */
export function patience(): AbortSignal {
  return AbortSignal.timeout(vendorBatchRules.answerSeconds * 1_000);
}

/** Keeps a vendor's batch this worker's while it is at work on it. @returns how to let go of it. */
export function holdVendorBatch(
  ctx: Context,
  { leaseScale }: CallProcess,
  { id, token }: { id: string; token: string },
): () => void {
  const timer = setInterval(
    () => {
      inTransaction(ctx, (tx) =>
        tx
          .update(vendorBatches)
          .set({ leaseUntil: vendorLeaseUntil(leaseScale) })
          .where(and(eq(vendorBatches.id, id), eq(vendorBatches.leaseToken, token))),
      ).catch((error: unknown) =>
        ctx.log.warn({ err: error, id }, "a vendor's batch could not be held on to"),
      );
    },
    callRules.renewSeconds * leaseScale * 1_000,
  );
  timer.unref();
  return () => clearInterval(timer);
}

async function storeName(
  ctx: Context,
  { pace }: CallProcess,
  { vendorBatchId, leaseToken }: ReservedVendorBatch,
  status: BatchStatus,
): Promise<boolean> {
  const { id, state, leaseToken: holder, providerBatchId } = vendorBatches;
  const stored = await inTransaction(ctx, (tx) =>
    tx
      .update(vendorBatches)
      .set({
        providerBatchId: status.id,
        state: "under_way",
        expiresAt: status.expiresAt,
        pollAt: inSeconds(pollPause(0) / pace),
        leaseToken: null,
        leaseUntil: null,
      })
      .where(and(eq(id, vendorBatchId), eq(state, "creating"), eq(holder, leaseToken)))
      .returning({ id }),
  );
  if (stored.length === 1) return true;
  // A try whose answer was lost on the way to us may have stored it.
  const [row] = await inTransaction(ctx, (tx) =>
    tx.select({ name: providerBatchId }).from(vendorBatches).where(eq(id, vendorBatchId)),
  );
  return row?.name === status.id;
}

async function giveUp(ctx: Context, batches: BatchCalls, providerBatchId: string): Promise<void> {
  try {
    await batches.cancel(providerBatchId, { signal: patience() });
  } catch (error) {
    ctx.log.error({ err: error, providerBatchId }, "a batch at the vendor could not be cancelled");
  }
}

/** An error status says that none was made; a gateway that gave up waiting, or a broken line, says nothing. */
function failedCreation(error: unknown): Extract<VendorBatchCreated, { outcome: FailedOutcome }> {
  const outcome = outcomeOfError(error, { hasStarted: true, arrived: false });
  const isTold = error instanceof ProviderError && outcome.billed === "no";
  if (isTold && outcome.status !== 504 && outcome.status !== 502) {
    return { state: "refused", outcome };
  }
  const { status, raw } = outcome;
  return { state: "lost", outcome: { ...lostOutcome, status, raw } };
}

async function settleAll<Created extends Extract<VendorBatchCreated, { outcome: FailedOutcome }>>(
  ctx: Context,
  process: CallProcess,
  { vendorBatchId }: Pick<ReservedVendorBatch, "vendorBatchId">,
  created: Created,
): Promise<Created> {
  for (const { attemptId } of await listBatchedAttempts(ctx, vendorBatchId)) {
    await settleBatchedFailure(ctx, process, attemptId, created.outcome);
  }
  return created;
}

/** A vendor's batch is over; nothing more is asked about it. */
export async function endVendorBatch(
  ctx: Context,
  vendorBatchId: string,
  state: "ended" | "refused" | "lost",
  counts: { succeeded?: number; failed?: number } = {},
): Promise<void> {
  const end = () =>
    inTransaction(ctx, (tx) =>
      tx
        .update(vendorBatches)
        .set({
          ...counts,
          state,
          leaseToken: null,
          leaseUntil: null,
          endedAt: sql`clock_timestamp()`,
        })
        .where(
          and(
            eq(vendorBatches.id, vendorBatchId),
            inArray(vendorBatches.state, ["creating", "under_way"]),
          ),
        ),
    );
  await tryAgain(end, settling);
}

/** Of calls whose vendor's batch nobody knows the name of, or whose results are gone. */
export const lostOutcome: FailedOutcome = {
  kind: "retryable",
  failure: {
    code: "batch_lost",
    message:
      "It isn't known whether the vendor took this batch: the worker ended, or the line broke, before its answer was stored. It counts as spent at what was held back, and the conversation is sent again.",
    retryable: true,
  },
  retryAfterSeconds: null,
  server: "unsaid",
  billed: "unknown",
  isCounted: true,
  status: null,
  providerRequestId: null,
  limits: null,
  partial: null,
  raw: null,
};
