import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { z } from "zod";
import { authorise, inTransaction, type Context } from "../context.ts";
import { eventHash, FIRST_PREVIOUS_HASH } from "./event-hash.ts";
import { readAuditHead } from "./read-head.ts";
import type { auditVerificationSchema } from "./schema.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { auditEvents } from "#/platform/db/tables/workspaces.ts";

/** Events that are in memory at once. */
const PAGE = 5_000;

/**
 * Makes every hash of the workspace's trail anew and compares. `brokenAt` is the sequence number of the
 * first event that doesn't fit, or that is missing; `checked` counts the events up to there. Events that
 * are appended meanwhile don't count. The newest events can be removed unseen by somebody who rewrites
 * the head too: compare `head` with an export's.
 */
export async function verifyAudit({
  ctx,
}: {
  ctx: Context;
}): Promise<z.infer<typeof auditVerificationSchema>> {
  authorise(ctx, "read");
  return inTransaction(ctx, async (tx, ctx) => {
    const head = await readAuditHead(tx, ctx);
    let previous = { sequence: 0, hash: FIRST_PREVIOUS_HASH };
    const report = (brokenAt: number | null) => ({
      intact: brokenAt === null,
      checked: previous.sequence,
      head,
      brokenAt,
    });
    while (previous.sequence < head.sequence) {
      const page = await readPage(tx, ctx, previous.sequence);
      for (const event of page) {
        const expected = previous.sequence + 1;
        if (event.sequence !== expected || event.previousHash !== previous.hash) {
          return report(expected);
        }
        if (eventHash(previous.hash, event) !== event.hash) return report(expected);
        previous = { sequence: event.sequence, hash: event.hash };
        if (previous.sequence === head.sequence) break;
      }
      if (page.length === 0) return report(previous.sequence + 1);
    }
    if (previous.hash !== head.hash) return report(head.sequence);
    return report(null);
  });
}

async function readPage(tx: Transaction, ctx: Context, after: number) {
  // Microseconds: a Date of JavaScript holds milliseconds only.
  const at = sql<string>`to_char(${auditEvents.at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
  return tx
    .select({
      workspaceId: auditEvents.workspaceId,
      sequence: auditEvents.sequence,
      at,
      actorId: auditEvents.actorId,
      actorName: auditEvents.actorName,
      actorRole: auditEvents.actorRole,
      sessionId: auditEvents.sessionId,
      ip: auditEvents.ip,
      requestId: auditEvents.requestId,
      action: auditEvents.action,
      targetKind: auditEvents.targetKind,
      targetId: auditEvents.targetId,
      targetVersion: auditEvents.targetVersion,
      hashBefore: auditEvents.hashBefore,
      hashAfter: auditEvents.hashAfter,
      reason: auditEvents.reason,
      details: auditEvents.details,
      previousHash: auditEvents.previousHash,
      hash: auditEvents.hash,
    })
    .from(auditEvents)
    .where(and(eq(auditEvents.workspaceId, ctx.workspaceId), gt(auditEvents.sequence, after)))
    .orderBy(asc(auditEvents.sequence))
    .limit(PAGE);
}
