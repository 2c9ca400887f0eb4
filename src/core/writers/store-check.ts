import { sql } from "drizzle-orm";
import { connectionIs } from "./check-connection.ts";
import type { CheckFailure } from "./schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { connections } from "#/platform/db/tables/writers.ts";

/** Keeps with a connection when it was tried and what was wrong then. */
export async function storeCheck({
  ctx,
  connectionId,
  name,
  failure,
}: {
  ctx: Context;
  connectionId: string;
  name: string;
  failure: CheckFailure | null;
}): Promise<void> {
  authorise(ctx, "manage");
  await inTransaction(ctx, async (tx, ctx) => {
    await tx
      .update(connections)
      .set({ checkedAt: sql`clock_timestamp()`, checkFailure: failure })
      .where(connectionIs(connectionId));
    await appendAudit(tx, ctx, {
      action: "writer.tested",
      targetKind: "connection",
      targetId: connectionId,
      details: { name, ...(failure && { failure: failure.code }) },
    });
  });
}
