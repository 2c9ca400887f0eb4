import { buildPrompt, type ProjectMaterial, type Prompt } from "./build-prompt.ts";
import { claimItem } from "./claim-item.ts";
import { keepLease, type Lease } from "./lease.ts";
import { releaseItem, settleFailed } from "./settle-item.ts";
import { storeAnswer } from "./store-answer.ts";
import { writeConversation } from "./write-conversation.ts";
import { getWriter, type Providers } from "../writers/registry.ts";
import { failureOfError } from "../calls/failure-of-error.ts";
import { settleCall } from "../calls/settle-call.ts";
import type { Failure } from "../calls/schema.ts";
import { type Context, inTransaction } from "../context.ts";
import { BrightError } from "../errors.ts";
import { tryAgain } from "#/lib/try-again.ts";

/** "idle": nothing was left to take. "lost": another worker has taken the item over. */
export type ItemOutcome = "done" | "failed" | "lost" | "released" | "idle";

export interface BatchWork {
  batchId: string;
  projectId: string;
  provider: string;
  model: string;
  /** Project, taxonomy and storylines, as fresh as the caller likes. */
  source: () => Promise<ProjectMaterial>;
}

/**
 * Takes one conversation of a batch, writes it and stores what came of it: a version, or a failure in
 * words. Every write names the lease; an answer that comes after it was lost is kept as superseded.
 * @param signal asks to stop: the item then goes back to the queue.
 * Throws only when the database fails: the lease runs out then, and somebody takes the item again.
 */
export async function runBatchItem({
  ctx,
  providers,
  work,
  signal,
}: {
  ctx: Context;
  providers: Providers;
  work: BatchWork;
  signal: AbortSignal;
}): Promise<ItemOutcome> {
  const lease = await claimItem(ctx, work.batchId);
  if (!lease) return "idle";
  const lost = new AbortController();
  const keeper = keepLease(ctx, lease, () => lost.abort());
  try {
    return await runClaimed(ctx, providers, work, lease, {
      stop: signal,
      both: AbortSignal.any([signal, lost.signal]),
    });
  } finally {
    keeper.stop();
  }
}

async function runClaimed(
  ctx: Context,
  providers: Providers,
  work: BatchWork,
  lease: Lease,
  signals: { stop: AbortSignal; both: AbortSignal },
): Promise<ItemOutcome> {
  const prompt = await promptFor(ctx, providers, work, lease);
  if ("failure" in prompt) return fail(ctx, lease, prompt.failure);
  const written = await writeConversation({
    ctx,
    providers,
    prompt,
    call: { ...work, conversationId: lease.conversationId },
    signal: signals.both,
  });
  if (written.failure) {
    if (signals.stop.aborted && written.failure.code === "stopped") {
      await settling(() => inTransaction(ctx, (tx, ctx) => releaseItem(tx, ctx, lease)));
      return "released";
    }
    return fail(ctx, lease, written.failure);
  }
  const stored = await settling(() =>
    storeAnswer({ ctx, providers, lease, work, prompt, written }),
  );
  if (stored === "done") return "done";
  const failure = supersededBecause(stored);
  await settleCall({ ctx, input: { attemptId: written.attemptId, state: "superseded", failure } });
  return stored === "changed" ? "failed" : "lost";
}

/** A prompt that can't be made, or a writer that is gone, is a failure of this row, not of the worker. */
async function promptFor(
  ctx: Context,
  providers: Providers,
  work: BatchWork,
  { conversationId }: Lease,
): Promise<Prompt | { failure: Failure }> {
  try {
    await getWriter(ctx, providers, work);
    const source = await work.source();
    return await inTransaction(ctx, (tx, ctx) =>
      buildPrompt(tx, ctx, { conversationId, model: work.model, source }),
    );
  } catch (error) {
    if (error instanceof BrightError) return { failure: failureOfError(error) };
    if (error instanceof Error && error.name === "ZodError") return { failure: badPlan };
    throw error;
  }
}

const badPlan: Failure = {
  code: "bad_plan",
  message:
    "The plan of this conversation can't be read any more. Nothing was sent and the conversation stays as it was; plan it anew.",
  retryable: false,
};

async function fail(ctx: Context, lease: Lease, failure: Failure): Promise<ItemOutcome> {
  const settled = await settling(() =>
    inTransaction(ctx, (tx, ctx) => settleFailed(tx, ctx, lease, failure)),
  );
  return settled ? "failed" : "lost";
}

/** What was paid for is worth a few tries when the database is away for a moment. */
function settling<T>(work: () => Promise<T>): Promise<T> {
  return tryAgain(work, { times: 5, firstPauseMs: 250 });
}

function supersededBecause(stored: "changed" | "lost"): Failure {
  return {
    code: stored === "changed" ? "changed_meanwhile" : "lease_lost",
    message:
      stored === "changed"
        ? "The conversation was changed while this answer was under way, so the answer wasn't used. It is kept here."
        : "Another worker had taken this conversation over before the answer came, so it wasn't used. It is kept here.",
    retryable: false,
  };
}
