import { and, eq, inArray, sql } from "drizzle-orm";
import { afterFailure, fail, hold } from "./after-failure.ts";
import { type Claimed, claimItems } from "./claim-item.ts";
import { findLastInvalid } from "./find-last-invalid.ts";
import { heldBy, type Lease } from "./lease.ts";
import { orRefused, prepareItem } from "./prepare-item.ts";
import type { BatchWork } from "./run-batch-item.ts";
import { releaseItem } from "./settle-item.ts";
import { useBatchedAnswer } from "./use-batched-answer.ts";
import { parametersOf, type Round } from "./write-conversation.ts";
import type { WaitsFor } from "./schema.ts";
import { callProcessOf } from "../calls/call-process.ts";
import { callRules } from "../calls/call-rules.ts";
import { createVendorBatch, endVendorBatch } from "../calls/create-vendor-batch.ts";
import type { FailedOutcome } from "../calls/outcome.ts";
import { batchesOf } from "../calls/poll-vendor-batch.ts";
import { type BatchedCall, reserveVendorBatch } from "../calls/reserve-vendor-batch.ts";
import { untilStored } from "../calls/until-stored.ts";
import { pollPause, vendorBatchRules } from "../calls/vendor-batch-rules.ts";
import type { Writer } from "../writers/registry.ts";
import { type Context, inTransaction } from "../context.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { batchItems, vendorBatches } from "#/platform/db/tables/generation.ts";

/** An item and the call that is made for it. */
interface Prepared {
  lease: Lease;
  call: BatchedCall;
}

/**
 * Sends up to `size` waiting conversations of a batch in the vendor's own batches, one for each writer.
 * Their items are the vendor's batch's from then on: they hold its id as their lease, without an end, so
 * that no worker's death gives them back while the vendor writes.
 * @returns whether there may be more to send now; what can't be sent is settled, or waits.
 */
export async function fillVendorBatch(
  ctx: Context,
  { batchId, sides, size }: { batchId: string; sides: readonly BatchWork[]; size: number },
): Promise<boolean> {
  if (await isRefusing(ctx, batchId)) return false;
  const claims = await claimItems(ctx, batchId, { count: size });
  const groups = Map.groupBy(claims.items, ({ arm }) => {
    const side = sides[arm];
    if (!side) throw new Error("an item belongs to a side that its batch doesn't have");
    return side;
  });
  let isWaiting = false;
  for (const [side, items] of groups) {
    if (!(await sendGroup(ctx, side, items))) isWaiting = true;
  }
  return claims.hasFound && !isWaiting;
}

/** @returns false when all that could be sent waits for money now. */
async function sendGroup(
  ctx: Context,
  side: BatchWork,
  items: readonly Claimed[],
): Promise<boolean> {
  const kept = items.map(({ lease }) => side.keeper.keep(lease));
  try {
    const writer = await orRefused(async () => {
      const opened = await side.source.writer();
      batchesOf(opened);
      return opened;
    });
    if ("refused" in writer) {
      const { code: by, message } = writer.refused;
      for (const { lease } of items) {
        await hold(ctx, lease, { kind: "needs_person", by, message }, null);
      }
      return true;
    }
    const prepared: Prepared[] = [];
    for (const item of items) {
      const one = await prepare(ctx, side, writer.value, item);
      if (one) prepared.push(one);
    }
    return prepared.length === 0 || (await send(ctx, side, writer.value, prepared));
  } finally {
    for (const { letGo } of kept) letGo();
  }
}

/** An answer that was paid for already is used at once; an answer that broke a rule is followed by its repair. */
async function prepare(
  ctx: Context,
  side: BatchWork,
  writer: Writer,
  { lease }: Claimed,
): Promise<Prepared | undefined> {
  const prepared = await orRefused(() => prepareItem(ctx, side, lease, true));
  if ("refused" in prepared) {
    await fail(ctx, lease, prepared.refused);
    return undefined;
  }
  const { prompt, parameters, unused } = prepared.value;
  if (unused) {
    await useBatchedAnswer(ctx, { side, writer, lease, ...unused });
    return undefined;
  }
  const fresh: Round = { request: prompt.request, brokenRule: null, isRaised: false };
  const round = (await findLastInvalid(ctx, lease, prompt)) ?? fresh;
  const { projectId, provider } = side;
  return {
    lease,
    call: {
      projectId,
      purpose: "write",
      provider,
      conversationId: lease.conversationId,
      templateVersionId: prompt.template.versionId,
      request: round.request,
      parameters: { ...parametersOf(prompt, round.request, round), ...parameters },
    },
  };
}

/** @returns false when there is no money for any of them at the moment. */
async function send(
  ctx: Context,
  side: BatchWork,
  writer: Writer,
  prepared: readonly Prepared[],
): Promise<boolean> {
  const process = callProcessOf(ctx);
  const { batchId } = side;
  const asked = await reserveVendorBatch(ctx, process, {
    batchId,
    writer,
    calls: prepared.map(({ call }) => call),
    beforeSend: (tx, vendorBatchId, taken) =>
      handOver(tx, vendorBatchId, prepared.slice(0, taken.length)),
  });
  if (!asked.reserved) {
    if (asked.why === "cap") {
      await waitForMoney(ctx, prepared, asked.message);
      return false;
    }
    if (asked.why === "money_under_way") {
      for (const { lease } of prepared) await putOffForMoney(ctx, lease);
      return false;
    }
    const failure = { code: asked.why, message: "Nothing was sent.", retryable: true };
    const kind = asked.why;
    for (const { lease } of prepared) {
      const unsent = { failure, kind, retryAfterSeconds: null, mayBeBilled: false };
      await afterFailure(ctx, lease, unsent);
    }
    return true;
  }
  const { reserved, count } = asked;
  // Whether there is money for the rest shows when these are settled.
  for (const { lease } of prepared.slice(count)) await putOffForMoney(ctx, lease);
  const created = await createVendorBatch(ctx, process, reserved);
  if (created.outcome === null) return true;
  const leases = prepared
    .slice(0, count)
    .map(({ lease }) => ({ ...lease, token: reserved.vendorBatchId }));
  await afterRefusal(ctx, batchId, leases, created.outcome);
  await endVendorBatch(ctx, reserved.vendorBatchId, created.state);
  return true;
}

/**
 * The vendor made no batch. What passes costs its conversations none of their tries: they are offered again
 * after a pause that doubles with each refusal in a row, and the others wait as long.
 */
async function afterRefusal(
  ctx: Context,
  batchId: string,
  leases: readonly Lease[],
  { failure, kind, retryAfterSeconds, billed }: FailedOutcome,
): Promise<void> {
  if (kind !== "retryable" && kind !== "retry_at") {
    const mayBeBilled = billed === "unknown";
    for (const lease of leases)
      await afterFailure(ctx, lease, { failure, kind, retryAfterSeconds, mayBeBilled });
    return;
  }
  const refusals = (await countRefusals(ctx, batchId)) + 1;
  const { mostRefusals } = vendorBatchRules;
  const { code: by } = failure;
  const message = `${failure.message} It refused ${mostRefusals} batches in a row over hours. What is written stays; continue when it takes them again.`;
  const wait = Math.max(pollPause(refusals), retryAfterSeconds ?? 0);
  const seconds = Math.min(callRules.mostBlockSeconds, wait) / callProcessOf(ctx).pace;
  for (const lease of leases) {
    if (refusals < mostRefusals) await putOff(ctx, lease, { seconds, waitsFor: "vendor" });
    else await hold(ctx, lease, { kind: "needs_person", by, message }, null);
  }
}

/** The vendor's batches of a run that were refused since the last one that it took. */
async function countRefusals(ctx: Context, batchId: string): Promise<number> {
  const { state, createdAt } = vendorBatches;
  const own = eq(vendorBatches.batchId, batchId);
  return inTransaction(ctx, (tx) => {
    const taken = tx
      .select({ at: sql`coalesce(max(${createdAt}), '-infinity')` })
      .from(vendorBatches)
      .where(and(own, inArray(state, ["under_way", "ended", "lost"])));
    return tx.$count(vendorBatches, and(own, eq(state, "refused"), sql`${createdAt} > (${taken})`));
  });
}

/** Whether the vendor has just refused a batch of this run and isn't to be asked again yet. */
async function isRefusing(ctx: Context, batchId: string): Promise<boolean> {
  const { state, stage, notBefore } = batchItems;
  const waiting = and(
    eq(batchItems.batchId, batchId),
    eq(state, "queued"),
    eq(stage, "vendor" satisfies WaitsFor),
    sql`${notBefore} > clock_timestamp()`,
  );
  return (await inTransaction(ctx, (tx) => tx.$count(batchItems, waiting))) > 0;
}

/** From now on the items are the vendor's batch's. False when one of them is another worker's by now. */
async function handOver(
  tx: Transaction,
  vendorBatchId: string,
  taken: readonly Prepared[],
): Promise<boolean> {
  for (const { lease } of taken) {
    const held = await tx
      .update(batchItems)
      .set({ leaseToken: vendorBatchId, leaseUntil: null, stage: "asking" })
      .where(heldBy(lease))
      .returning({ id: batchItems.conversationId });
    if (held.length !== 1) return false;
  }
  return true;
}

/**
 * What the vendor has at the moment is held back at the most that it could cost and mostly costs far less:
 * the rest waits for it, and only when nothing is under way any more the batch pauses.
 */
async function waitForMoney(
  ctx: Context,
  prepared: readonly Prepared[],
  message: string,
): Promise<void> {
  const [first] = prepared;
  if (!first) return;
  const [underWay] = await inTransaction(ctx, (tx) =>
    tx
      .select({ id: vendorBatches.id })
      .from(vendorBatches)
      .where(
        and(
          eq(vendorBatches.batchId, first.lease.batchId),
          inArray(vendorBatches.state, ["creating", "under_way"]),
        ),
      )
      .limit(1),
  );
  for (const { lease } of prepared) {
    if (underWay) await putOffForMoney(ctx, lease);
    else await hold(ctx, lease, { kind: "cap", by: "cap", message }, null);
  }
}

async function putOffForMoney(ctx: Context, lease: Lease): Promise<void> {
  const seconds = vendorBatchRules.pollSeconds / callProcessOf(ctx).pace;
  await putOff(ctx, lease, { seconds, waitsFor: "money" });
}

async function putOff(
  ctx: Context,
  lease: Lease,
  again: { seconds: number; waitsFor: WaitsFor },
): Promise<void> {
  await untilStored(callProcessOf(ctx), () =>
    inTransaction(ctx, (tx, ctx) => releaseItem(tx, ctx, lease, { ...again, isCounted: false })),
  );
}
