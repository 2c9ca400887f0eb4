import { and, asc, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { labelOf } from "./read-progress.ts";
import { batchItemSchema, type itemStates } from "./schema.ts";
import { vendorBatchOfItem } from "./with-vendor.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import { isUuid } from "#/lib/uuid.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import { batches, batchItems, vendorBatches } from "#/platform/db/tables/generation.ts";

/**
 * One page of a batch's conversations in their order, with what became of each; `total` is of all pages.
 * @throws notFound
 */
export async function listBatchItems({
  ctx,
  input,
}: {
  ctx: Context;
  input: {
    batchId: string;
    state?: (typeof itemStates)[number];
    /** That one alone, if the batch has it. */
    conversationId?: string;
    page: number;
    pageSize: number;
  };
}): Promise<{ items: z.infer<typeof batchItemSchema>[]; total: number }> {
  authorise(ctx, "read");
  if (!isUuid(input.batchId)) throw notFound("run");
  return inTransaction(ctx, async (tx) => {
    const [batch] = await tx
      .select({ id: batches.id })
      .from(batches)
      .where(eq(batches.id, input.batchId));
    if (!batch) throw notFound("run");
    const condition = and(
      eq(batchItems.batchId, batch.id),
      ...(input.state ? [eq(batchItems.state, input.state)] : []),
      ...(input.conversationId ? [eq(batchItems.conversationId, input.conversationId)] : []),
    );
    const rows = await tx
      .select({
        conversationId: batchItems.conversationId,
        reference: conversations.reference,
        persona: labelOf("persona"),
        topic: labelOf("topic"),
        state: batchItems.state,
        // Those that ended with a failure that passes are counted by themselves.
        attempts: sql<number>`${batchItems.attempts} + ${batchItems.retries}`,
        failure: batchItems.failure,
        waitsFor: sql<
          string | null
        >`case when ${batchItems.state} = 'queued' then ${batchItems.stage} end`,
        vendorSince: vendorBatches.createdAt,
        vendorReadyBy: vendorBatches.expiresAt,
        seconds: sql<
          number | null
        >`extract(epoch from ${batchItems.finishedAt} - ${batchItems.startedAt})::float8`,
      })
      .from(batchItems)
      .innerJoin(conversations, eq(conversations.id, batchItems.conversationId))
      .leftJoin(vendorBatches, vendorBatchOfItem)
      .where(condition)
      .orderBy(asc(batchItems.position))
      .limit(input.pageSize)
      .offset((input.page - 1) * input.pageSize);
    const [counted] = await tx
      .select({ total: sql<number>`count(*)::int` })
      .from(batchItems)
      .where(condition);
    return {
      items: rows.map(({ vendorSince, vendorReadyBy, ...row }) =>
        batchItemSchema.parse({
          ...row,
          withVendor: vendorSince && { since: vendorSince, readyBy: vendorReadyBy },
        }),
      ),
      total: counted?.total ?? 0,
    };
  });
}
