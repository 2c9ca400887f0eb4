import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Logger } from "pino";
import { appendAudit } from "../audit/append-audit.ts";
import type { Context } from "../context.ts";
import type { Database } from "#/platform/db/connect.ts";
import { workspaces } from "#/platform/db/tables/workspaces.ts";

/**
 * Makes the first workspace of a new database, which the first visitor will own, and whatever `furnish`
 * puts into it, in one transaction. Does nothing where a workspace stands already.
 */
export async function createFirstWorkspace(given: {
  db: Database;
  log: Logger;
  furnish: (ctx: Context) => Promise<unknown>;
}): Promise<void> {
  await given.db.transaction(async (tx) => {
    // Two machines that start on the same new database: the second waits and finds it done.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('bright.first-workspace'))`);
    const state = await tx.execute<{ id: string | null }>(
      sql`select bright.first_workspace() as id`,
    );
    if (state.rows[0]?.id) return;
    const workspaceId = randomUUID();
    await tx.execute(sql`select set_config('bright.workspace', ${workspaceId}, true)`);
    const ctx: Context = {
      db: given.db,
      log: given.log,
      workspaceId,
      requestId: randomUUID(),
      actor: { id: "system", name: "Bright Run", role: "owner" },
      transaction: tx,
    };
    await tx.insert(workspaces).values({ id: workspaceId, name: "My workspace" });
    await appendAudit(tx, ctx, {
      action: "workspace.created",
      targetKind: "workspace",
      targetId: workspaceId,
    });
    await given.furnish(ctx);
  });
}
