import { sql } from "drizzle-orm";
import { type BatchedAttempt, listBatchedAttempts } from "./batched-attempts.ts";
import type { CallProcess } from "./call-process.ts";
import { endVendorBatch, holdVendorBatch } from "./create-vendor-batch.ts";
import { findVendorBatch, nameVendorBatch } from "./find-vendor-batch.ts";
import { type FailedOutcome, outcomeOfError } from "./outcome.ts";
import {
  inSeconds,
  patience,
  pollPause,
  vendorBatchRules,
  vendorLeaseUntil,
} from "./vendor-batch-rules.ts";
import type { Writer } from "../writers/registry.ts";
import type { WriterName } from "../writers/schema.ts";
import { type Context, inTransaction } from "../context.ts";
import { BrightError } from "../errors.ts";
import {
  type BatchCalls,
  type BatchOutcome,
  type BatchStatus,
  ProviderError,
} from "#/platform/llm/port.ts";

/** One of the vendor's batches that this worker asks about at the moment. */
export interface HeldVendorBatch {
  id: string;
  token: string;
  /** Who writes it. */
  writer: WriterName;
  /** Null: the worker that had it made ended, or its line broke, before the vendor's name was stored. */
  providerBatchId: string | null;
  failedPolls: number;
  isCancelAsked: boolean;
  /** Since it was recorded. */
  ageSeconds: () => number;
}

/** What a look at one of them brought. */
export type VendorBatchNews =
  | { what: "waiting" }
  /** It has no name yet, and isn't found for certain. */
  | { what: "searching" }
  /** It couldn't be asked about; it is again. "person": somebody has to do something about it. */
  | { what: "unanswered"; outcome: FailedOutcome; needsPerson: boolean }
  /** The vendor doesn't have it, or its results are gone: each of its calls is to be settled as lost. */
  | { what: "lost" }
  /** Each outcome once, in any order; what isn't among them brought nothing. */
  | { what: "ended"; outcomes: AsyncIterable<BatchOutcome> };

/**
 * Takes one of a batch's vendor batches that is due and that nobody asks about at the moment, also one whose
 * worker died. In a batch that is being stopped those that weren't asked to end yet are due at once.
 */
export async function takeVendorBatch(
  ctx: Context,
  { leaseScale }: CallProcess,
  batchId: string,
): Promise<HeldVendorBatch | undefined> {
  const { rows } = await inTransaction(ctx, (tx) =>
    tx.execute<{
      id: string;
      lease_token: string;
      provider_batch_id: string | null;
      failed_polls: number;
      is_cancel_asked: boolean;
      age: number;
      provider: string;
      model: string;
    }>(sql`
      with next as materialized (
        select vendor.id from bright.vendor_batches vendor
        join bright.batches batch on batch.id = vendor.batch_id
        where vendor.batch_id = ${batchId}::uuid and vendor.state in ('creating', 'under_way')
          and (vendor.lease_until is null or vendor.lease_until < clock_timestamp())
          and (vendor.poll_at <= clock_timestamp()
            or (batch.state = 'cancelling' and vendor.cancel_asked_at is null
              and vendor.failed_polls = 0 and vendor.provider_batch_id is not null))
        order by vendor.poll_at limit 1 for update of vendor skip locked
      )
      update bright.vendor_batches vendor
      set lease_token = gen_random_uuid(), lease_until = ${vendorLeaseUntil(leaseScale)}
      from next where vendor.id = next.id
      returning vendor.id, vendor.lease_token, vendor.provider_batch_id, vendor.failed_polls,
        vendor.cancel_asked_at is not null as is_cancel_asked,
        extract(epoch from clock_timestamp() - vendor.created_at)::float8 as age,
        (select provider from bright.call_attempts where vendor_batch_id = vendor.id limit 1) as provider,
        (select model from bright.call_attempts where vendor_batch_id = vendor.id limit 1) as model`),
  );
  const [row] = rows;
  const takenAt = performance.now();
  return (
    row && {
      id: row.id,
      token: row.lease_token,
      writer: { provider: row.provider, model: row.model },
      providerBatchId: row.provider_batch_id,
      failedPolls: row.failed_polls,
      isCancelAsked: row.is_cancel_asked,
      ageSeconds: () => row.age + (performance.now() - takenAt) / 1_000,
    }
  );
}

/**
 * Asks the vendor how one of its batches stands, and to cancel it where that is wanted. When it has ended or
 * is lost, `settle` is called with the news and its calls, while the batch stays this worker's; only when it
 * returns the batch is over. Whatever it throws lets somebody settle the rest later: so it may be repeated.
 */
export async function pollVendorBatch(
  ctx: Context,
  process: CallProcess,
  {
    held,
    writer,
    isCancelling,
    settle,
  }: {
    held: HeldVendorBatch;
    /** Opens it anew; a BrightError says what a person has to do. */
    writer: () => Promise<Writer>;
    isCancelling: boolean;
    settle: (
      news: Extract<VendorBatchNews, { what: "lost" | "ended" }>,
      attempts: BatchedAttempt[],
    ) => Promise<{ succeeded: number; failed: number }>;
  },
): Promise<VendorBatchNews> {
  const release = holdVendorBatch(ctx, process, held);
  try {
    const news = await look(ctx, process, { held, writer, isCancelling });
    if (news.what !== "ended" && news.what !== "lost") {
      await putOff(ctx, process, held, news);
      return news;
    }
    const counts = await settle(news, await listBatchedAttempts(ctx, held.id));
    await endVendorBatch(ctx, held.id, news.what === "lost" ? "lost" : "ended", counts);
    return news;
  } catch (error) {
    const news = unanswered(error, held, held.ageSeconds() * process.pace);
    await putOff(ctx, process, held, news);
    // A failure of ours is the caller's to log; the vendor's own, while its results came, is told like any.
    if (!(error instanceof ProviderError)) throw error;
    ctx.log.warn({ err: error, vendorBatchId: held.id }, "a vendor's batch gave no whole results");
    return news;
  } finally {
    release();
  }
}

async function look(
  ctx: Context,
  { pace }: CallProcess,
  {
    held,
    writer,
    isCancelling,
  }: { held: HeldVendorBatch; writer: () => Promise<Writer>; isCancelling: boolean },
): Promise<VendorBatchNews> {
  const age = () => held.ageSeconds() * pace;
  if (age() > vendorBatchRules.resultsKeptSeconds) return { what: "lost" };
  try {
    const batches = batchesOf(await writer());
    const name = held.providerBatchId ?? (await search(ctx, batches, held, age));
    if (typeof name !== "string") return name;
    let status = await batches.retrieve(name, { signal: patience() });
    if (isCancelling && !status.hasEnded && !held.isCancelAsked) {
      status = await cancel(ctx, batches, held, name);
    }
    await noteStatus(ctx, held, status);
    if (!status.hasEnded) return { what: "waiting" };
    return { what: "ended", outcomes: batches.results(name, { signal: patience() }) };
  } catch (error) {
    ctx.log.warn({ err: error, vendorBatchId: held.id }, "a vendor's batch gave no answer");
    return unanswered(error, held, age());
  }
}

/** What passes by itself is asked again in silence; what doesn't is a person's. */
function unanswered(error: unknown, { failedPolls }: HeldVendorBatch, ageSeconds: number) {
  const outcome = outcomeOfError(error, { hasStarted: true, arrived: false });
  const { code } = outcome.failure;
  const isUnknown = code === "not_there_yet" && ageSeconds > vendorBatchRules.unknownForSeconds;
  const isUnreadable = code === "garbled" && failedPolls >= vendorBatchRules.mostGarbledPolls;
  const needsPerson =
    outcome.kind === "needs_person" || error instanceof BrightError || isUnknown || isUnreadable;
  return { what: "unanswered" as const, outcome, needsPerson };
}

/** @returns the vendor's name of one that had none, once it is certain; else what is known. */
async function search(
  ctx: Context,
  batches: BatchCalls,
  held: HeldVendorBatch,
  ageSeconds: () => number,
): Promise<string | Extract<VendorBatchNews, { what: "searching" | "lost" }>> {
  const found = await findVendorBatch(ctx, batches, { ...held, ageSeconds });
  if (found.what === "none") {
    ctx.log.error({ vendorBatchId: held.id }, "a vendor's batch is lost: its list doesn't show it");
    return { what: "lost" };
  }
  if (found.what === "found") {
    ctx.log.info({ vendorBatchId: held.id, name: found.name }, "a vendor's batch was found again");
    const named = { name: found.name, expiresAt: null };
    return (await nameVendorBatch(ctx, held.id, named)) ? found.name : { what: "searching" };
  }
  if (found.readyBy) await noteExpiry(ctx, held, found.readyBy);
  return { what: "searching" };
}

/** @throws unavailable for a writer whose vendor has none. */
export function batchesOf({ provider, model }: Writer): BatchCalls {
  if (provider.batches) return provider.batches;
  throw new BrightError(
    "unavailable",
    `${model.label} can't be asked overnight any more: its connection has no batches. What is written stays; choose another writer and start the rest again.`,
  );
}

async function cancel(
  ctx: Context,
  batches: BatchCalls,
  { id, token }: HeldVendorBatch,
  name: string,
): Promise<BatchStatus> {
  const status = await batches.cancel(name, { signal: patience() });
  await inTransaction(ctx, (tx) =>
    tx.execute(sql`update bright.vendor_batches set cancel_asked_at = clock_timestamp()
      where id = ${id}::uuid and lease_token = ${token}::uuid`),
  );
  return status;
}

async function noteStatus(
  ctx: Context,
  { id, token }: HeldVendorBatch,
  { expiresAt, counts }: Pick<BatchStatus, "expiresAt" | "counts">,
): Promise<void> {
  const expires = expiresAt?.toISOString() ?? null;
  await inTransaction(ctx, (tx) =>
    tx.execute(sql`update bright.vendor_batches
      set expires_at = coalesce(${expires}::timestamptz, expires_at),
        succeeded = ${counts.succeeded}::int, failed = ${counts.failed}::int
      where id = ${id}::uuid and lease_token = ${token}::uuid`),
  );
}

async function noteExpiry(ctx: Context, held: HeldVendorBatch, expiresAt: Date): Promise<void> {
  const counts = { processing: 0, succeeded: 0, failed: 0 };
  await noteStatus(ctx, held, { expiresAt, counts });
}

/** It is asked about again later, by whoever is free then. */
async function putOff(
  ctx: Context,
  { pace }: CallProcess,
  { id, token, failedPolls, isCancelAsked }: HeldVendorBatch,
  news: Exclude<VendorBatchNews, { what: "lost" | "ended" }>,
): Promise<void> {
  const failed = news.what === "unanswered" ? failedPolls + 1 : 0;
  const usual = usualPause(news.what, failed, isCancelAsked);
  const asked = news.what === "unanswered" ? (news.outcome.retryAfterSeconds ?? 0) : 0;
  const seconds = Math.min(vendorBatchRules.mostFailedPollSeconds, Math.max(usual, asked));
  await inTransaction(ctx, (tx) =>
    tx.execute(sql`update bright.vendor_batches
      set poll_at = ${inSeconds(seconds / pace)}, failed_polls = ${failed}::int,
        lease_token = null, lease_until = null
      where id = ${id}::uuid and lease_token = ${token}::uuid`),
  );
}

function usualPause(what: VendorBatchNews["what"], failed: number, isCancelAsked: boolean): number {
  const { searchSeconds, failedPollSeconds } = vendorBatchRules;
  if (what === "searching") return searchSeconds;
  // What was cancelled ends soon.
  return isCancelAsked && failed === 0 ? failedPollSeconds : pollPause(failed);
}
