import { afterFailure, fail, hold, type ItemOutcome, pauseWithRecord } from "./after-failure.ts";
import type { BatchSource } from "./batch-source.ts";
import type { Claimed } from "./claim-item.ts";
import { heldBy, type Lease, type LeaseKeeper } from "./lease.ts";
import { orRefused, prepareItem } from "./prepare-item.ts";
import { storeAnswer } from "./store-answer.ts";
import { writeConversation, type WritingHooks } from "./write-conversation.ts";
import { callProcessOf } from "../calls/call-process.ts";
import type { Failure } from "../calls/schema.ts";
import { settleCall } from "../calls/settle-call.ts";
import { throughOutage, untilStored } from "../calls/until-stored.ts";
import type { Providers } from "../writers/registry.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { batchItems } from "#/platform/db/tables/generation.ts";

export interface BatchWork {
  batchId: string;
  projectId: string;
  provider: string;
  model: string;
  isUrgent: boolean;
  /** Versions of templates that write instead of those in use: one side of a comparison. */
  versionIds: readonly string[] | null;
  /** Writer and project, as fresh as the caller likes. */
  source: BatchSource;
  keeper: LeaseKeeper;
}

/**
 * Writes one claimed conversation of a batch and stores what came of it: a version, a failure in words, or
 * nothing yet, when it is tried again later. Every write names the lease; an answer that comes after it was
 * lost is kept as superseded. What concerns the whole batch (key, money, caps, limits) pauses it.
 * @param signal asks to stop: the item then goes back to the queue.
 * @param onAnswered called once an answer is there, so that another call may begin.
 * Throws only when the database fails: the lease runs out then, and somebody takes the item again.
 */
export async function runBatchItem({
  ctx,
  providers,
  work,
  claimed: { lease, wasBegun },
  signal,
  onAnswered,
}: {
  ctx: Context;
  providers: Providers;
  work: BatchWork;
  claimed: Claimed;
  signal: AbortSignal;
  onAnswered: () => void;
}): Promise<ItemOutcome> {
  const process = callProcessOf(ctx);
  await process.onStep("claimed");
  const { lost, letGo } = work.keeper.keep(lease);
  try {
    const hooks: WritingHooks = {
      beforeSend: (tx, stage) => beginStage(tx, lease, stage),
      onWriting: () => work.keeper.isWriting(lease),
      onFailed: (ctx, failed) => pauseWithRecord(ctx, lease.batchId, failed),
      onAnswered,
    };
    const either = AbortSignal.any([signal, lost]);
    const running = { work, lease, wasBegun, hooks, signal: either };
    return await runClaimed(ctx, providers, running);
  } finally {
    letGo();
  }
}

interface Running {
  work: BatchWork;
  lease: Lease;
  wasBegun: boolean;
  hooks: WritingHooks;
  /** The worker is to stop, or has lost the item. */
  signal: AbortSignal;
}

async function runClaimed(
  ctx: Context,
  providers: Providers,
  { work, lease, wasBegun, hooks, signal }: Running,
): Promise<ItemOutcome> {
  const process = callProcessOf(ctx);
  // An item that was taken is kept through an outage: dropped, it would wait for its lease, and count as begun.
  const writer = await throughOutage(process, () => orRefused(() => work.source.writer()));
  if ("refused" in writer) {
    const { code, message } = writer.refused;
    return hold(ctx, lease, { kind: "needs_person", by: code, message }, null);
  }
  const prepared = await throughOutage(process, () =>
    orRefused(() => prepareItem(ctx, work, lease, wasBegun)),
  );
  if ("refused" in prepared) return fail(ctx, lease, prepared.refused);
  const { prompt, parameters, unused } = prepared.value;
  const { batchId, projectId, provider, isUrgent } = work;
  const { conversationId } = lease;
  const written = await writeConversation({
    ctx,
    providers,
    prompt,
    call: {
      batchId,
      projectId,
      provider,
      isUrgent,
      conversationId,
      writer: writer.value,
      parameters,
    },
    hooks,
    unused,
    signal,
  });
  if (written.failure) return afterFailure(ctx, lease, written);
  await process.onStep("scored");
  const stored = await untilStored(process, () =>
    storeAnswer({ ctx, lease, writer: writer.value, prompt, written }),
  );
  if (stored === "done") {
    await process.onStep("published");
    return "done";
  }
  const failure = supersededBecause(stored);
  const input = { attemptId: written.attemptId, state: "superseded", failure } as const;
  await untilStored(process, () => settleCall({ ctx, input }));
  return stored === "changed" ? "failed" : "lost";
}

/** Inside the transaction that reserves the call: only who holds the item may send for it. */
async function beginStage(tx: Transaction, lease: Lease, stage: string): Promise<boolean> {
  const held = await tx
    .update(batchItems)
    .set({ stage })
    .where(heldBy(lease))
    .returning({ id: batchItems.conversationId });
  return held.length === 1;
}

/** What an answer's record says when its conversation went another way. */
export function supersededBecause(stored: "changed" | "lost"): Failure {
  return {
    code: stored === "changed" ? "changed_meanwhile" : "lease_lost",
    message:
      stored === "changed"
        ? "The conversation was changed while this answer was under way, so the answer wasn't used. It is kept here."
        : "Another worker had taken this conversation over before the answer came, so it wasn't used. It is kept here.",
    retryable: false,
  };
}
