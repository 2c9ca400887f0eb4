import { and, eq, inArray, sql } from "drizzle-orm";
import { listBatchedAttempts, settleBatchedFailure } from "./batched-attempts.ts";
import { type CallProcess, callProcessOf } from "./call-process.ts";
import { callRules } from "./call-rules.ts";
import { askAgainAt, nameVendorBatch } from "./find-vendor-batch.ts";
import { type FailedOutcome, outcomeOfError } from "./outcome.ts";
import { mayStillCreate, type ReservedVendorBatch } from "./reserve-vendor-batch.ts";
import { untilStored } from "./until-stored.ts";
import { inSeconds, patience, pollPause, vendorLeaseUntil } from "./vendor-batch-rules.ts";
import { type Context, inTransaction } from "../context.ts";
import { type BatchCalls, type BatchStatus, ProviderError } from "#/platform/llm/port.ts";
import { vendorBatches } from "#/platform/db/tables/generation.ts";

/**
 * What became of a vendor's batch that was reserved. "looked_for": nobody knows whether it was made, and the
 * vendor's list is asked next; "given_up": it was made, too late for its record; "refused": the vendor made
 * none, nothing was billed.
 */
export type VendorBatchCreated =
  | { state: "under_way" | "looked_for" | "given_up"; outcome: null }
  | { state: "refused"; outcome: FailedOutcome };

/**
 * Has the vendor make a batch that is on the record, and stores its name for it before anything else is
 * asked. A worker that dies in between, or a line that breaks, leaves one without a name behind, which
 * `pollVendorBatch` looks for in the vendor's list. One that was refused is to be ended by the caller, once
 * it has settled what waits for it (`endVendorBatch`).
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
  // Looking takes time itself.
  while (performance.now() - reserved.reservedAt > callRules.sendWithinMs) {
    if (await mayStillCreate(ctx, process, reserved)) continue;
    const outcome = outcomeOfError(new DOMException("", "AbortError"), {
      hasStarted: false,
      arrived: false,
    });
    return settleRefused(ctx, process, vendorBatchId, outcome);
  }
  const release = holdVendorBatch(ctx, process, { id: vendorBatchId, token: leaseToken });
  try {
    let status: BatchStatus;
    try {
      status = await batches.create(reserved.requests, { signal: patience() });
    } catch (error) {
      const outcome = outcomeOfError(error, { hasStarted: true, arrived: false });
      if (isRefusal(error)) return settleRefused(ctx, process, vendorBatchId, outcome);
      ctx.log.warn({ err: error, vendorBatchId }, "it isn't known whether a batch was made");
      const soon = inSeconds(pollPause(1) / process.pace);
      const own = { id: vendorBatchId, token: leaseToken };
      await untilStored(process, () => askAgainAt(ctx, own, soon));
      return { state: "looked_for", outcome: null };
    }
    await process.onStep("last byte");
    const isStored = await untilStored(process, () => storeName(ctx, process, reserved, status));
    if (isStored) return { state: "under_way", outcome: null };
    // It took so long that others gave it up: what is written there would be used by nobody.
    await giveUp(ctx, batches, status.id);
    return { state: "given_up", outcome: null };
  } finally {
    release();
  }
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

/** Also when another looks for it already: what is known needs no search. */
async function storeName(
  ctx: Context,
  { pace }: CallProcess,
  { vendorBatchId, leaseToken }: ReservedVendorBatch,
  { id: name, expiresAt }: BatchStatus,
): Promise<boolean> {
  if (!(await nameVendorBatch(ctx, vendorBatchId, { name, expiresAt }))) return false;
  const own = { id: vendorBatchId, token: leaseToken };
  await askAgainAt(ctx, own, inSeconds(pollPause(0) / pace));
  return true;
}

async function giveUp(ctx: Context, batches: BatchCalls, providerBatchId: string): Promise<void> {
  try {
    await batches.cancel(providerBatchId, { signal: patience() });
  } catch (error) {
    ctx.log.error({ err: error, providerBatchId }, "a batch at the vendor could not be cancelled");
  }
}

/** 4xx that say nothing about what became of the request: it took too long, or was let go of. */
const undecided = new Set([408, 409, 499]);
/** Those of a gateway that gave up waiting for the vendor, whoever worded them. */
const gaveUpWaiting = new Set([502, 504]);

/**
 * Whether the vendor certainly made none: nothing reached it, it refused the request, or its own API said
 * that it failed. A gateway's page, or a broken line, says nothing: a batch that was made all the same would
 * be paid a second time.
 */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof ProviderError)) return false;
  const { status, billed, isApiBody } = error.fault;
  if (billed !== "no") return false;
  if (status === undefined) return true;
  if (status < 500) return !undecided.has(status);
  return isApiBody === true && !gaveUpWaiting.has(status);
}

async function settleRefused(
  ctx: Context,
  process: CallProcess,
  vendorBatchId: string,
  outcome: FailedOutcome,
): Promise<VendorBatchCreated> {
  for (const { attemptId } of await listBatchedAttempts(ctx, vendorBatchId)) {
    await settleBatchedFailure(ctx, process, attemptId, outcome);
  }
  return { state: "refused", outcome };
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
  await untilStored(callProcessOf(ctx), end);
}

/** Of calls whose vendor's batch can't be found there, or whose results are gone. */
export const lostOutcome: FailedOutcome = {
  kind: "retryable",
  failure: {
    code: "batch_lost",
    message:
      "The vendor shows no batch with this request, or its results are gone. It counts as spent at what was held back, and the conversation is sent again.",
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
