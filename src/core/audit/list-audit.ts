import { and, count, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { authorise, inTransaction, type Context } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { type AuditEvent, auditEventSchema, listAuditInput } from "./schema.ts";
import { auditEvents } from "#/platform/db/tables/workspaces.ts";

const detailsSchema = z
  .string()
  .transform((text) => z.record(z.string(), z.unknown()).parse(JSON.parse(text)));

/** The workspace's trail, the newest first, with the number of all events that match. */
export async function listAudit({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof listAuditInput>;
}): Promise<{ events: AuditEvent[]; total: number }> {
  authorise(ctx, "read");
  const { action, targetId, page, pageSize } = parseInput(listAuditInput, input);
  return inTransaction(ctx, async (tx, ctx) => {
    const where = and(
      eq(auditEvents.workspaceId, ctx.workspaceId),
      action && eq(auditEvents.action, action),
      targetId === undefined ? undefined : eq(auditEvents.targetId, targetId),
    );
    const [counted] = await tx.select({ total: count() }).from(auditEvents).where(where);
    const rows = await tx
      .select()
      .from(auditEvents)
      .where(where)
      .orderBy(desc(auditEvents.sequence))
      .limit(pageSize)
      .offset((page - 1) * pageSize);
    const events = rows.map((row) =>
      auditEventSchema.parse({ ...row, details: detailsSchema.parse(row.details) }),
    );
    return { events, total: counted?.total ?? 0 };
  });
}
