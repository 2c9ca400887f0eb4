import { eq } from "drizzle-orm";
import type { Context } from "../context.ts";
import { FIRST_PREVIOUS_HASH } from "./event-hash.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { auditHeads } from "#/platform/db/tables/workspaces.ts";

/** The newest link of the workspace's chain; sequence 0 and zeros before the first event. */
export async function readAuditHead(
  tx: Transaction,
  ctx: Context,
): Promise<{ sequence: number; hash: string }> {
  const [head] = await tx
    .select({ sequence: auditHeads.sequence, hash: auditHeads.hash })
    .from(auditHeads)
    .where(eq(auditHeads.workspaceId, ctx.workspaceId));
  return head ?? { sequence: 0, hash: FIRST_PREVIOUS_HASH };
}
