import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { type Lease, leaseUntil } from "./lease.ts";
import { settleCancelled, settleFailed } from "./settle-item.ts";
import { type Context, inTransaction } from "../context.ts";
import { moveGeneration } from "../conversations/move-generation.ts";
import { notifyProgress } from "#/platform/db/listen.ts";
import { batchItems } from "#/platform/db/tables/generation.ts";

/** A conversation whose writing ended that many workers is not tried again by itself. */
const MOST_ATTEMPTS = 5;

/**
 * Takes the next item of a batch that nobody works on: queued, or left behind by a worker whose lease ran
 * out. Its conversation becomes "generating". Items that can't be written any more, or whose batch was
 * stopped, are settled on the way.
 * @returns undefined when there is nothing left to take.
 */
export async function claimItem(ctx: Context, batchId: string): Promise<Lease | undefined> {
  for (;;) {
    const claimed = await inTransaction(ctx, (tx, ctx) => claimOne(tx, ctx, batchId));
    if (claimed === undefined || claimed.isWritable) return claimed?.lease;
  }
}

async function claimOne(
  tx: Parameters<Parameters<typeof inTransaction>[1]>[0],
  ctx: Context,
  batchId: string,
): Promise<{ lease: Lease; isWritable: boolean } | undefined> {
  const token = randomUUID();
  const [item] = await tx
    .update(batchItems)
    .set({
      state: "running",
      leaseToken: token,
      leaseUntil: leaseUntil(),
      attempts: sql`${batchItems.attempts} + 1`,
      startedAt: sql`clock_timestamp()`,
      finishedAt: null,
      failure: null,
    })
    .where(
      and(
        eq(batchItems.batchId, batchId),
        eq(
          batchItems.conversationId,
          sql`(select next.conversation_id from bright.batch_items next
            where next.batch_id = ${batchId}
              and (next.state = 'queued' or (next.state = 'running' and next.lease_until < clock_timestamp()))
            order by next.position limit 1 for update skip locked)`,
        ),
      ),
    )
    .returning({
      conversationId: batchItems.conversationId,
      attempts: batchItems.attempts,
      isStopped: sql<boolean>`(select batch.state = 'cancelling' from bright.batches batch where batch.id = ${batchId})`,
    });
  if (!item) return undefined;
  const lease = { batchId, conversationId: item.conversationId, token };
  if (item.isStopped) {
    await settleCancelled(tx, ctx, lease);
    return { lease, isWritable: false };
  }
  const [conversation] = await moveGeneration(tx, {
    ids: [item.conversationId],
    from: ["queued", "generating"],
    to: "generating",
  });
  if (conversation && item.attempts <= MOST_ATTEMPTS) {
    await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId: conversation.projectId });
    return { lease, isWritable: true };
  }
  await settleFailed(tx, ctx, lease, conversation ? wornOut : changedMeanwhile);
  return { lease, isWritable: false };
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
