import { and, eq, sql } from "drizzle-orm";
import { isOpenBatch } from "./batch-state.ts";
import { type Lease, leaseUntil } from "./lease.ts";
import { settleCancelled, settleFailed } from "./settle-item.ts";
import { lockBatch, mayBeWrittenAgain, mayTake, readTally, targetOf } from "./until-good.ts";
import { callProcessOf } from "../calls/call-process.ts";
import { type Context, inTransaction } from "../context.ts";
import { lockConversations } from "../conversations/lock-selected.ts";
import { moveGeneration } from "../conversations/move-generation.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { notifyProgress } from "#/platform/db/listen.ts";
import { batchItems, batches } from "#/platform/db/tables/generation.ts";

/** A conversation whose writing ended that many workers is not tried again by itself. */
const MOST_ATTEMPTS = 5;

/** A claimed item: its lease, and whether it was begun before, so that an answer may lie there already. */
export interface Claimed {
  lease: Lease;
  wasBegun: boolean;
  /** Its side of the batch's comparison; 0 where nothing is compared. */
  arm: number;
}

export interface Claims {
  items: Claimed[];
  /** State of the batch, and its calls side by side (null: the writer's own number), as of the claim. */
  state: string;
  concurrency: number | null;
  /** So many are good or under way, or so many texts written, that none more is begun now. */
  isFull: boolean;
  /** Something was found, though perhaps nothing to write: it was settled on the way. */
  hasFound: boolean;
}

/**
 * Takes up to `count` items of a batch that nobody works on: first what workers left behind whose lease ran
 * out (what this process is still at work on is its own, whatever the lease says), then the longest of those
 * that are queued and due. Their conversations become "generating". Items that can't be written any more are
 * settled on the way; in a batch that is being stopped all are, and in a paused one what was left behind is
 * put back. Nothing is taken of a batch that doesn't run.
 */
export async function claimItems(
  ctx: Context,
  batchId: string,
  { count }: { count: number },
): Promise<Claims> {
  const process = callProcessOf(ctx);
  const { leaseScale, atWork } = process;
  const holding = { leaseScale, holder: await process.holder(), atWork: [...atWork] };
  const takesOver = !process.wasDatabaseAway();
  return inTransaction(ctx, async (tx, ctx) => {
    const [batch] = await tx
      .select({
        state: batches.state,
        concurrency: batches.concurrency,
        projectId: batches.projectId,
        target: batches.target,
      })
      .from(batches)
      .where(eq(batches.id, batchId));
    if (!batch)
      return { items: [], state: "gone", concurrency: null, isFull: false, hasFound: false };
    const { state, concurrency } = batch;
    const target = targetOf(batch);
    if (target) await lockBatch(tx, batchId);
    const taken =
      isOpenBatch(state) && takesOver ? await take(tx, batchId, "left behind", count, holding) : [];
    const room =
      target && state === "running" ? mayTake(target, await readTally(tx, batchId)) : count;
    const left = Math.min(room, count - taken.length);
    if ((state === "running" || state === "cancelling") && left > 0) {
      const fresh = await take(tx, batchId, "queued", left, holding);
      taken.push(...fresh);
      // A row gets another candidate when every row has had its first.
      if (target && state === "running" && fresh.length === 0) {
        taken.push(...(await take(tx, batchId, "fell short", left, holding)));
      }
    }
    const claims = { state, concurrency, isFull: room === 0, hasFound: taken.length > 0 };
    if (taken.length === 0) return { items: [], ...claims };
    if (state !== "running") {
      for (const { lease } of taken) {
        if (state === "cancelling") await settleCancelled(tx, ctx, lease);
        else await putBack(tx, lease);
      }
      return { items: [], ...claims };
    }
    const items = await begin(tx, ctx, taken);
    await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId: batch.projectId });
    return { items, ...claims };
  });
}

type Taken = Claimed & { attempts: number };

async function take(
  tx: Transaction,
  batchId: string,
  which: "queued" | "left behind" | "fell short",
  count: number,
  { leaseScale, holder, atWork }: { leaseScale: number; holder: string | null; atWork: string[] },
): Promise<Taken[]> {
  const free = {
    queued: sql`state = 'queued' and (not_before is null or not_before <= clock_timestamp())`,
    "left behind": sql`state = 'running' and lease_until < clock_timestamp()
      and lease_token <> all(${sql.param(atWork)}::uuid[])`,
    "fell short": sql`${mayBeWrittenAgain} and not exists (select from bright.batch_items
      where batch_id = ${batchId}::uuid and state = 'queued')`,
  }[which];
  const isAgain = which === "fell short";
  const first = isAgain
    ? sql`(select count(*) from bright.conversation_versions version
        where version.conversation_id = item.conversation_id and version.batch_id = item.batch_id)`
    : sql`expected_length desc nulls last`;
  const { rows } = await tx.execute<{
    conversation_id: string;
    lease_token: string;
    attempts: number;
    retries: number;
    arm: number | null;
  }>(sql`
    with next as materialized (
      select conversation_id from bright.batch_items item
      where batch_id = ${batchId}::uuid and ${free}
      order by ${first}, position limit ${count}::int for update skip locked
    )
    update bright.batch_items item set state = 'running', stage = 'waiting', lease_token = gen_random_uuid(),
      lease_until = ${leaseUntil(leaseScale)}, holder = ${holder}::uuid,
      attempts = case when ${isAgain}::boolean then 1 else attempts + 1 end,
      not_before = null, started_at = clock_timestamp(), finished_at = null, failure = null
    from next where item.batch_id = ${batchId}::uuid and item.conversation_id = next.conversation_id
    returning item.conversation_id, item.lease_token, item.attempts, item.retries, item.arm`);
  if (isAgain) {
    const locked = await lockConversations(
      tx,
      rows.map((row) => row.conversation_id),
    );
    // Who decided on one in this very moment keeps it: what isn't queued is let be by `begin`.
    const ids = locked
      .filter(({ reviewState }) => reviewState === "none" || reviewState === "needs_review")
      .map(({ id }) => id);
    await moveGeneration(tx, { ids, from: ["generated"], to: "queued" });
  }
  return rows.map((row) => ({
    lease: { batchId, conversationId: row.conversation_id, token: row.lease_token },
    attempts: row.attempts,
    wasBegun: row.attempts > 1 || row.retries > 0,
    arm: row.arm ?? 0,
  }));
}

/** Conversations that were changed meanwhile, or ended too many workers, are settled here. */
async function begin(tx: Transaction, ctx: Context, taken: readonly Taken[]): Promise<Claimed[]> {
  const ids = taken.map(({ lease }) => lease.conversationId);
  // In the order of their ids, as everybody who locks several.
  if (ids.length > 1) await lockConversations(tx, ids);
  const moved = await moveGeneration(tx, {
    ids,
    from: ["queued", "generating"],
    to: "generating",
  });
  const writable = new Set(moved.map(({ id }) => id));
  const items: Claimed[] = [];
  for (const { lease, attempts, wasBegun, arm } of taken) {
    const isWritable = writable.has(lease.conversationId);
    if (isWritable && attempts <= MOST_ATTEMPTS) items.push({ lease, wasBegun, arm });
    else await settleFailed(tx, ctx, lease, isWritable ? wornOut : changedMeanwhile);
  }
  return items;
}

/** A paused batch keeps what a dead worker left behind for later. */
async function putBack(tx: Transaction, { batchId, conversationId }: Lease): Promise<void> {
  await tx
    .update(batchItems)
    .set({ state: "queued", stage: null, leaseToken: null, leaseUntil: null, startedAt: null })
    .where(and(eq(batchItems.batchId, batchId), eq(batchItems.conversationId, conversationId)));
  await moveGeneration(tx, { ids: [conversationId], from: ["generating"], to: "queued" });
}

const wornOut = {
  code: "worn_out",
  message: `The writing was begun ${MOST_ATTEMPTS} times and the worker ended each time before it was done. The conversation stays as it was; look at its calls, then try again.`,
  retryable: true,
};

/** Somebody edited, wrote or removed the conversation while it waited. */
export const changedMeanwhile = {
  code: "changed_meanwhile",
  message:
    "The conversation was changed or removed while it waited to be written, so it was left as it is now. Generate it again if you want a new text.",
  retryable: false,
};
