import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import type { Logger } from "pino";
import { takeMasterKey } from "./check-connection.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { type Context, inTransaction } from "../context.ts";
import type { Database } from "#/platform/db/connect.ts";
import { connections } from "#/platform/db/tables/writers.ts";
import { type Vault, VaultError } from "#/platform/secrets/vault.ts";

export interface RewrapReport {
  /** Keys that stand under the newest master key now, and how many of them were wrapped anew this time. */
  current: number;
  rewrapped: number;
  /** Keys that couldn't be opened, by the master key that they need. */
  unopened: { connectionId: string; masterKeyId: string | null }[];
}

/**
 * Wraps the keys of all workspaces with the newest master key; the keys themselves don't change. Each
 * workspace is one transaction, so that whatever cuts this off leaves every key openable: run it again.
 * For the server's own command, which has no person: the event names the system.
 */
export async function rewrapKeys({
  db,
  log,
  vault,
}: {
  db: Database;
  log: Logger;
  vault: Vault;
}): Promise<RewrapReport> {
  // Whoever was sealing with the former key has committed once this lock was held.
  await db.transaction((tx) => takeMasterKey(tx));
  const { rows } = await db.execute<{ workspace_id: string; connection_id: string }>(
    sql`select workspace_id, connection_id from bright.sealed_keys()`,
  );
  const report: RewrapReport = { current: 0, rewrapped: 0, unopened: [] };
  for (const workspaceId of new Set(rows.map((row) => row.workspace_id))) {
    const ids = rows.flatMap((row) =>
      row.workspace_id === workspaceId ? [row.connection_id] : [],
    );
    const ctx: Context = {
      db,
      log,
      workspaceId,
      actor: { id: "system", name: "Command on the server", role: "owner" },
      requestId: randomUUID(),
    };
    await rewrapWorkspace(ctx, vault, ids, report);
  }
  return report;
}

async function rewrapWorkspace(
  ctx: Context,
  vault: Vault,
  ids: readonly string[],
  report: RewrapReport,
): Promise<void> {
  await inTransaction(ctx, async (tx, ctx) => {
    let rewrapped = 0;
    for (const id of ids) {
      const [row] = await tx.select().from(connections).where(eq(connections.id, id)).for("update");
      if (!row || row.sealedKey === null) continue;
      const place = { workspaceId: ctx.workspaceId, recordId: id };
      try {
        const sealed = await vault.rewrap(place, row.sealedKey);
        if (sealed) {
          await tx.update(connections).set({ sealedKey: sealed }).where(eq(connections.id, id));
          rewrapped += 1;
        }
        report.current += 1;
      } catch (error) {
        if (!(error instanceof VaultError)) throw error;
        report.unopened.push({ connectionId: id, masterKeyId: masterKeyIdOf(row.sealedKey) });
      }
    }
    if (rewrapped === 0) return;
    report.rewrapped += rewrapped;
    await appendAudit(tx, ctx, {
      action: "master_key.changed",
      targetKind: "workspace",
      targetId: ctx.workspaceId,
      details: { count: rewrapped },
    });
  });
}

function masterKeyIdOf(sealed: unknown): string | null {
  if (typeof sealed !== "object" || sealed === null || !("masterKeyId" in sealed)) return null;
  return typeof sealed.masterKeyId === "string" ? sealed.masterKeyId : null;
}
