import { and, eq, sql } from "drizzle-orm";
import { type Context, inTransaction } from "../context.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { batchItems } from "#/platform/db/tables/generation.ts";

/** Seconds for which a claimed item is its worker's, and how often that is renewed. Database time. */
export const LEASE_SECONDS = 20;
const RENEW_SECONDS = 5;

/** One claimed item. Every write about it names the token: who lost the lease writes nothing. */
export interface Lease {
  batchId: string;
  conversationId: string;
  token: string;
}

/** The time until which a lease given or renewed now holds, as SQL. */
export function leaseUntil() {
  return sql`clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})`;
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

/** Renews the lease once. @returns false when it belongs to somebody else by now. */
async function renewLease(tx: Transaction, lease: Lease): Promise<boolean> {
  const renewed = await tx
    .update(batchItems)
    .set({ leaseUntil: leaseUntil() })
    .where(heldBy(lease))
    .returning({ id: batchItems.conversationId });
  return renewed.length === 1;
}

/**
 * Keeps a lease alive until `stop` is called. A database that is away for a moment is tried again at the
 * next turn; if it stays away, the lease runs out and another worker may take the item.
 * @param onLost called once when somebody else holds it.
 */
export function keepLease(ctx: Context, lease: Lease, onLost: () => void): { stop: () => void } {
  const lost = () => {
    clearInterval(timer);
    onLost();
  };
  const timer = setInterval(() => {
    inTransaction(ctx, (tx) => renewLease(tx, lease)).then(
      (held) => {
        if (!held) lost();
        return held;
      },
      (error: unknown) => ctx.log.warn({ err: error }, "a lease could not be renewed"),
    );
  }, RENEW_SECONDS * 1000);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
