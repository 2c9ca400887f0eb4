import { sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import type { AuditAction } from "./schema.ts";
import type { Transaction } from "#/platform/db/connect.ts";

export interface AuditEntry {
  action: AuditAction;
  targetKind: string;
  targetId: string;
  targetVersion?: string | number | null;
  hashBefore?: string | null;
  hashAfter?: string | null;
  reason?: string | null;
  details?: Record<string, unknown>;
}

/**
 * Adds one event to the workspace's chain, in the caller's transaction. Call it last: it locks the
 * chain's head until the commit (lock order: take bucket -> budget -> audit head).
 * What a program did with an API token stays its maker's deed; the event names the token.
 * @returns the event's sequence number and hash (64 hexadecimal digits).
 */
export async function appendAudit(
  tx: Transaction,
  ctx: Context,
  entry: AuditEntry,
): Promise<{ sequence: number; hash: string }> {
  const { token } = ctx.actor;
  const session = token ? `token:${token.id}` : (ctx.actor.sessionId ?? null);
  const details = token ? { ...entry.details, apiToken: token.name } : (entry.details ?? {});
  const version = entry.targetVersion == null ? null : String(entry.targetVersion);
  const result = await tx.execute<{ sequence: string; hash: string }>(sql`
    select * from bright.append_audit(
      ${ctx.actor.id}::text, ${ctx.actor.name}::text, ${ctx.actor.role}::text, ${session}::text,
      ${ctx.actor.ip ?? null}::text, ${ctx.requestId}::text, ${entry.action}::text, ${entry.targetKind}::text,
      ${entry.targetId}::text, ${version}::text, ${entry.hashBefore ?? null}::text,
      ${entry.hashAfter ?? null}::text, ${entry.reason ?? null}::text, ${JSON.stringify(details)}::text)`);
  const row = result.rows[0];
  if (!row) throw new Error("append_audit returned no row");
  return { sequence: Number(row.sequence), hash: row.hash };
}
