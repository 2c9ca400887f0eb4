import { sql } from "drizzle-orm";
import type { Database } from "#/platform/db/connect.ts";

/**
 * The running batches of all workspaces that have something to take: queued items, or items whose worker
 * let its lease run out. A named exception to row-level security; it gives ids and nothing else.
 */
export async function listBatchesToRun(
  db: Database,
): Promise<{ workspaceId: string; batchId: string }[]> {
  const found = await db.execute<{ workspace_id: string; batch_id: string }>(
    sql`select workspace_id, batch_id from bright.batches_to_run()`,
  );
  return found.rows.map((row) => ({ workspaceId: row.workspace_id, batchId: row.batch_id }));
}
