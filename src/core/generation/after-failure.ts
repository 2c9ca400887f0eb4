import { eq } from "drizzle-orm";
import { heldBy, type Lease } from "./lease.ts";
import { pauseFor } from "./pause-for.ts";
import type { Pause } from "./schema.ts";
import { releaseItem, settleCancelled, settleFailed } from "./settle-item.ts";
import type { NotWritten } from "./write-conversation.ts";
import { callProcessOf } from "../calls/call-process.ts";
import { callRules, retryPause } from "../calls/call-rules.ts";
import type { FailedOutcome } from "../calls/outcome.ts";
import type { Failure } from "../calls/schema.ts";
import { untilStored } from "../calls/until-stored.ts";
import { type Context, inTransaction } from "../context.ts";
import { batches, batchItems } from "#/platform/db/tables/generation.ts";

/** So often a page in place of an answer is taken for a passing fault; then a person looks at the address. */
const PAGES_THAT_PASS = 2;

/**
 * What became of a claimed item. "released": it waits in the queue again. "lost": another worker has taken
 * it over.
 */
export type ItemOutcome = "done" | "failed" | "lost" | "released";

/**
 * What a call without an answer means for its item, and for its batch.
 * @param mostRetries in a vendor's batch, where each try takes hours and counts.
 */
export async function afterFailure(
  ctx: Context,
  lease: Lease,
  { failure, kind, retryAfterSeconds, mayBeBilled }: NotWritten,
  { mostRetries }: { mostRetries?: number } = {},
): Promise<ItemOutcome> {
  const { pace, random } = callProcessOf(ctx);
  const { code, message } = failure;
  switch (kind) {
    case "stopped":
    case "not_wanted":
      return leave(ctx, lease);
    case "needs_person":
      // A gateway shows a page for a moment; a wrong address shows it each time.
      if (code === "not_an_api" && (await retriesOf(ctx, lease)) < PAGES_THAT_PASS) {
        const seconds = (tries: number) => retryPause(tries, random()) / pace;
        return again(ctx, lease, failure, {
          isCounted: true,
          mostRetries: PAGES_THAT_PASS,
          seconds,
        });
      }
      return hold(ctx, lease, { kind: "needs_person", by: code, message }, null);
    case "cap":
      return hold(ctx, lease, { kind: "cap", by: code, message }, null);
    case "limit": {
      const pause = { kind: "provider_limit" as const, by: code, message };
      return hold(ctx, lease, pause, (retryAfterSeconds ?? callRules.pauseAfterSeconds) / pace);
    }
    case "retry_at":
    case "retryable": {
      // The bucket keeps everybody away who was told to wait; the breaker those whom an overload met.
      const isOurs = code === "rate_limited" || code === "overloaded";
      return again(ctx, lease, failure, {
        // Neither bounds the money where the server breaks off in the middle of what it writes.
        isCounted: !isOurs || mayBeBilled || mostRetries !== undefined,
        mostRetries: mostRetries ?? callRules.mostRetries,
        seconds: (tries) =>
          code === "rate_limited"
            ? 0
            : Math.max(retryPause(tries, random()), isOurs ? 0 : (retryAfterSeconds ?? 0)) / pace,
      });
    }
    case "refused":
    case "row":
    case "invalid":
      return fail(ctx, lease, withConversation(failure));
  }
}

/** A call's failure as its row's; calls that are made for no row fail with the same words. */
export function withConversation(failure: Failure): Failure {
  return { ...failure, message: `${failure.message} The conversation stays as it was.` };
}

/**
 * What no call of the batch would get past pauses it with the failure's record, in one transaction: the
 * place that this gives back is nobody's before, so a key that was revoked isn't tried once more.
 */
export async function pauseWithRecord(
  ctx: Context,
  batchId: string,
  { kind, failure: { code, message } }: Pick<FailedOutcome, "kind" | "failure">,
): Promise<void> {
  if (kind !== "needs_person" || code === "not_an_api") return;
  await pauseFor(ctx, batchId, { kind, by: code, message }, null);
}

async function retriesOf(ctx: Context, lease: Lease): Promise<number> {
  const [item] = await inTransaction(ctx, (tx) =>
    tx.select({ retries: batchItems.retries }).from(batchItems).where(heldBy(lease)),
  );
  return item?.retries ?? 0;
}

async function again(
  ctx: Context,
  lease: Lease,
  failure: Failure,
  {
    isCounted,
    mostRetries,
    seconds,
  }: { isCounted: boolean; mostRetries: number; seconds: (tries: number) => number },
): Promise<ItemOutcome> {
  const result = await untilStored(callProcessOf(ctx), () =>
    inTransaction(ctx, async (tx, ctx) => {
      const [item] = await tx
        .select({ retries: batchItems.retries })
        .from(batchItems)
        .where(heldBy(lease))
        .for("update");
      if (!item) return "lost" as const;
      const tries = item.retries + 1;
      if (isCounted && tries > mostRetries) {
        const tired = {
          ...failure,
          message: `${failure.message} It was tried ${tries} times, and the conversation stays as it was; look at its calls, then try again.`,
        };
        return (await settleFailed(tx, ctx, lease, tired)) ? ("failed" as const) : "lost";
      }
      const pause = { seconds: seconds(tries), isCounted };
      return (await releaseItem(tx, ctx, lease, pause)) ? ("released" as const) : "lost";
    }),
  );
  return result;
}

/** The item waits in the queue while the batch is paused for a reason that isn't its own. */
export async function hold(
  ctx: Context,
  lease: Lease,
  pause: Pause,
  seconds: number | null,
): Promise<ItemOutcome> {
  await untilStored(callProcessOf(ctx), () => pauseFor(ctx, lease.batchId, pause, seconds));
  return release(ctx, lease);
}

async function release(ctx: Context, lease: Lease): Promise<ItemOutcome> {
  const isReleased = await untilStored(callProcessOf(ctx), () =>
    inTransaction(ctx, (tx, ctx) => releaseItem(tx, ctx, lease)),
  );
  return isReleased ? "released" : "lost";
}

/** The batch was paused or stopped before the item's call was sent, or this worker is to stop. */
async function leave(ctx: Context, lease: Lease): Promise<ItemOutcome> {
  await untilStored(callProcessOf(ctx), () =>
    inTransaction(ctx, async (tx, ctx) => {
      const [batch] = await tx
        .select({ state: batches.state })
        .from(batches)
        .where(eq(batches.id, lease.batchId));
      if (batch?.state === "cancelling") await settleCancelled(tx, ctx, lease);
      else await releaseItem(tx, ctx, lease);
    }),
  );
  return "released";
}

/** The row fails for good, with a sentence. */
export async function fail(ctx: Context, lease: Lease, failure: Failure): Promise<ItemOutcome> {
  const settled = await untilStored(callProcessOf(ctx), () =>
    inTransaction(ctx, (tx, ctx) => settleFailed(tx, ctx, lease, failure)),
  );
  return settled ? "failed" : "lost";
}
