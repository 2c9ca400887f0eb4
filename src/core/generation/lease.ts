import { and, eq, sql } from "drizzle-orm";
import { callProcessOf } from "../calls/call-process.ts";
import { callRules } from "../calls/call-rules.ts";
import { type Context, inTransaction } from "../context.ts";
import { notifyProgress } from "#/platform/db/listen.ts";
import { batchItems } from "#/platform/db/tables/generation.ts";

/** Seconds for which a claimed item is its worker's. Database time; renewed four times as often. */
export const LEASE_SECONDS = callRules.holdSeconds;
/** What the items of a batch are doing is told together, so often at most. */
const TELL_MS = 500;

/** One claimed item. Every write about it names the token: who lost the lease writes nothing. */
export interface Lease {
  batchId: string;
  conversationId: string;
  token: string;
}

/** The time until which a lease given or renewed now holds, as SQL. @param scale shortens it in tests. */
export function leaseUntil(scale = 1) {
  return sql`clock_timestamp() + make_interval(secs => ${LEASE_SECONDS * scale}::float8)`;
}

/** The item, as long as the lease is still this one's. */
export function heldBy({ batchId, conversationId, token }: Lease) {
  return and(
    eq(batchItems.batchId, batchId),
    eq(batchItems.conversationId, conversationId),
    eq(batchItems.leaseToken, token),
    eq(batchItems.state, "running"),
  );
}

/** Keeps the leases of one batch's items in this process alive, all with one statement each time. */
export interface LeaseKeeper {
  /** @returns a signal that ends when somebody else holds the item, and how to let go of it. */
  keep: (lease: Lease) => { lost: AbortSignal; letGo: () => void };
  /** The answer has begun: shown soon, together with others. */
  isWriting: (lease: Lease) => void;
  stop: () => void;
}

/**
 * A database that is away for a moment is asked again at the next turn; if it stays away, the leases run
 * out and other workers may take the items.
 */
export function createLeaseKeeper(
  ctx: Context,
  { batchId, projectId, scale }: { batchId: string; projectId: string; scale: number },
): LeaseKeeper {
  const kept = new Map<string, AbortController>();
  const { atWork, noteFailure } = callProcessOf(ctx);
  const writing = new Set<string>();
  let telling: NodeJS.Timeout | undefined;

  const among = (tokens: Iterable<string>) =>
    and(
      eq(batchItems.batchId, batchId),
      eq(batchItems.state, "running"),
      sql`${batchItems.leaseToken} = any(${sql.param([...tokens])}::uuid[])`,
    );
  const renew = async () => {
    const tokens = [...kept.keys()];
    if (tokens.length === 0) return;
    try {
      const renewed = await inTransaction(ctx, (tx) =>
        tx
          .update(batchItems)
          .set({ leaseUntil: leaseUntil(scale) })
          .where(among(tokens))
          .returning({ token: batchItems.leaseToken }),
      );
      const held = new Set(renewed.map(({ token }) => token));
      for (const token of tokens) if (!held.has(token)) kept.get(token)?.abort();
    } catch (error) {
      noteFailure(error);
      ctx.log.warn({ err: error }, "leases could not be renewed");
    }
  };
  const tell = async () => {
    telling = undefined;
    const tokens = [...writing].filter((token) => kept.has(token));
    writing.clear();
    if (tokens.length === 0) return;
    try {
      await inTransaction(ctx, async (tx) => {
        await tx.update(batchItems).set({ stage: "writing" }).where(among(tokens));
        await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId });
      });
    } catch (error) {
      ctx.log.warn({ err: error }, "what is being written could not be told");
    }
  };
  const timer = setInterval(() => void renew(), callRules.renewSeconds * scale * 1_000);
  timer.unref();

  return {
    keep: ({ token }) => {
      const control = new AbortController();
      kept.set(token, control);
      atWork.add(token);
      const letGo = () => {
        kept.delete(token);
        atWork.delete(token);
      };
      return { lost: control.signal, letGo };
    },
    isWriting: ({ token }) => {
      writing.add(token);
      telling ??= setTimeout(() => void tell(), TELL_MS);
      telling.unref();
    },
    stop: () => {
      clearInterval(timer);
      clearTimeout(telling);
    },
  };
}
