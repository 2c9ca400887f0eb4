import { and, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "#/platform/db/connect.ts";
import { batchItems, vendorBatches } from "#/platform/db/tables/generation.ts";

/** Of an item: its lease is one of the vendor's batches, which has no end. */
export const isWithVendor = sql`${batchItems.state} = 'running' and ${batchItems.leaseUntil} is null`;

/** The vendor's batch in which an item lies, for a join. */
export const vendorBatchOfItem = and(isWithVendor, eq(vendorBatches.id, batchItems.leaseToken));

/** When the last of the vendor's batches that are under way, or looked for, ends; by batch. */
export async function readReadyBy(
  tx: Transaction,
  ids: readonly string[],
): Promise<Map<string, Date | null>> {
  const { batchId, expiresAt, state } = vendorBatches;
  const rows = await tx
    .select({
      batchId,
      readyBy: sql<Date | null>`max(${expiresAt})`.mapWith(expiresAt),
    })
    .from(vendorBatches)
    .where(and(inArray(batchId, [...ids]), inArray(state, ["creating", "under_way"])))
    .groupBy(batchId);
  return new Map(rows.map((row) => [row.batchId, row.readyBy]));
}
