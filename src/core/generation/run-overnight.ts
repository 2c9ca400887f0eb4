import { and, eq, exists, inArray, isNull, or, sql } from "drizzle-orm";
import { isOpenBatch } from "./batch-state.ts";
import { type Claims, claimItems } from "./claim-item.ts";
import { fillVendorBatch } from "./fill-vendor-batch.ts";
import { pauseFor } from "./pause-for.ts";
import { type BatchWork, runBatchItem } from "./run-batch-item.ts";
import { settleVendorBatch } from "./settle-vendor-batch.ts";
import { callProcessOf } from "../calls/call-process.ts";
import { pollVendorBatch, takeVendorBatch } from "../calls/poll-vendor-batch.ts";
import { vendorBatchSize } from "../calls/vendor-batch-rules.ts";
import type { Providers } from "../writers/registry.ts";
import { type Context, inTransaction } from "../context.ts";
import { batches, batchItems, callAttempts } from "#/platform/db/tables/generation.ts";

/** What a pass over an overnight batch works with. */
interface Overnight {
  providers: Providers;
  batchId: string;
  total: number;
  sides: readonly BatchWork[];
  signal: AbortSignal;
}

/**
 * Does everything about a batch of the overnight mode that can be done now, and returns: asks about the
 * vendor's batches that are due and takes what they brought; sends one conversation as an ordinary call
 * first, because a vendor looks at a batch's requests late; once that was answered sends the rest in several
 * vendor's batches. Nothing waits in here: the sweep calls again when something is due. Several workers may
 * do this at once; one of them at a time asks about one of the vendor's batches.
 */
export async function runOvernight(
  ctx: Context,
  { goesOn, ...overnight }: Overnight & { goesOn: () => boolean },
): Promise<void> {
  const asked = new Set<string>();
  while (goesOn()) {
    const vendorBatchId = await pollOne(ctx, overnight);
    if (!goesOn()) return;
    const hasSent = await sendSome(ctx, overnight);
    // One that is due again by now is the next pass's.
    const isNew = vendorBatchId !== null && !asked.has(vendorBatchId);
    if (!isNew && !hasSent) return;
    if (vendorBatchId !== null) asked.add(vendorBatchId);
  }
}

/** @returns the one that was due. */
async function pollOne(ctx: Context, { batchId, sides }: Overnight): Promise<string | null> {
  const process = callProcessOf(ctx);
  const held = await takeVendorBatch(ctx, process, batchId);
  if (!held) return null;
  const { provider, model } = held.writer;
  const side = sides.find((each) => each.provider === provider && each.model === model);
  if (!side) throw new Error("a vendor's batch belongs to no side of its batch");
  const news = await pollVendorBatch(ctx, process, {
    held,
    writer: () => side.source.writer(),
    isCancelling: (await stateOf(ctx, batchId)) === "cancelling",
    settle: (ended, attempts) =>
      settleVendorBatch(ctx, { vendorBatchId: held.id, side, news: ended, attempts }),
  });
  if (news.what === "unanswered" && news.needsPerson) {
    const { code: by, message } = news.outcome.failure;
    const said = `${message} What the vendor has goes on there; its results are taken as soon as it can be asked again.`;
    await pauseFor(ctx, batchId, { kind: "needs_person", by, message: said }, null);
  }
  return held.id;
}

/** @returns whether there was something to send, or to settle. */
async function sendSome(ctx: Context, overnight: Overnight): Promise<boolean> {
  const { batchId, total, sides } = overnight;
  const state = await stateOf(ctx, batchId);
  if (!isOpenBatch(state)) return false;
  const size = vendorBatchSize(total);
  // A paused one gives back what was left behind; one that is being stopped settles what waits.
  if (state !== "running") {
    return (await claimItems(ctx, batchId, { count: size })).hasFound;
  }
  const dryRun = await claimDryRun(ctx, batchId);
  if (dryRun === "answered") return fillVendorBatch(ctx, { batchId, sides, size });
  if (dryRun === "under way") return false;
  await runAlone(ctx, overnight, dryRun);
  return dryRun.hasFound;
}

async function runAlone(
  ctx: Context,
  { providers, sides, signal }: Overnight,
  { items }: Claims,
): Promise<void> {
  for (const claimed of items) {
    const work = sides[claimed.arm];
    if (!work) throw new Error("an item belongs to a side that its batch doesn't have");
    await runBatchItem({ ctx, providers, work, claimed, signal, onAnswered: () => undefined });
  }
}

/**
 * Takes the one item that goes ahead alone. The batch's row is locked, so that of several workers one does.
 * "answered": a call of this batch was answered before, so its requests are in order.
 */
async function claimDryRun(
  ctx: Context,
  batchId: string,
): Promise<Claims | "answered" | "under way"> {
  const hasAnswer = exists(
    sql`(select from ${callAttempts} where ${and(
      eq(callAttempts.batchId, batchId),
      inArray(callAttempts.state, ["succeeded", "invalid", "superseded"]),
    )})`,
  );
  const isUnderWay = exists(
    sql`(select from ${batchItems} where ${and(
      eq(batchItems.batchId, batchId),
      eq(batchItems.state, "running"),
      or(isNull(batchItems.leaseUntil), sql`${batchItems.leaseUntil} >= clock_timestamp()`),
    )})`,
  );
  const look = (ctx: Context) =>
    inTransaction(ctx, (tx) =>
      tx
        .select({ hasAnswer: sql<boolean>`${hasAnswer}`, isUnderWay: sql<boolean>`${isUnderWay}` })
        .from(batches)
        .where(eq(batches.id, batchId)),
    );
  if ((await look(ctx))[0]?.hasAnswer) return "answered";
  return inTransaction(ctx, async (tx, ctx) => {
    await tx.select({ id: batches.id }).from(batches).where(eq(batches.id, batchId)).for("update");
    const [now] = await look(ctx);
    if (now?.hasAnswer) return "answered";
    if (now?.isUnderWay) return "under way";
    return claimItems(ctx, batchId, { count: 1 });
  });
}

async function stateOf(ctx: Context, batchId: string): Promise<string | undefined> {
  const [batch] = await inTransaction(ctx, (tx) =>
    tx.select({ state: batches.state }).from(batches).where(eq(batches.id, batchId)),
  );
  return batch?.state;
}
