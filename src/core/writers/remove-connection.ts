import { and, eq, inArray } from "drizzle-orm";
import type { z } from "zod";
import { changedNow, connectionIs } from "./check-connection.ts";
import { readConnection } from "./read-connection.ts";
import { connectionInput } from "./schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { BrightError } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { formatCounted } from "#/lib/format.ts";
import { batches } from "#/platform/db/tables/generation.ts";
import { connections, taskWriters } from "#/platform/db/tables/writers.ts";

/**
 * Takes a connection away: its key is erased, and choices of its models with it. What it wrote, what that
 * cost and who accepted its terms stay on the record.
 * @throws conflict while a run uses it; notFound
 */
export async function removeConnection({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof connectionInput>;
}): Promise<void> {
  authorise(ctx, "manage");
  const { connectionId } = parseInput(connectionInput, input);
  await inTransaction(ctx, async (tx, ctx) => {
    const { name, kind, baseUrl } = await readConnection(tx, connectionId, { lock: true });
    const open = await tx.$count(
      batches,
      and(
        eq(batches.writer, connectionId),
        inArray(batches.state, ["running", "paused", "cancelling"]),
      ),
    );
    if (open > 0) {
      throw new BrightError(
        "conflict",
        `${formatCounted(open, "run")} still ${open === 1 ? "uses" : "use"} ${name}. Nothing was removed; wait until ${open === 1 ? "it ends" : "they end"}, or stop ${open === 1 ? "it" : "them"} under Runs.`,
      );
    }
    await tx.delete(taskWriters).where(eq(taskWriters.provider, connectionId));
    await tx
      .update(connections)
      .set({ sealedKey: null, keyLast4: null, removedAt: changedNow, updatedAt: changedNow })
      .where(connectionIs(connectionId));
    await appendAudit(tx, ctx, {
      action: "writer.removed",
      targetKind: "connection",
      targetId: connectionId,
      details: { name, kind, baseUrl },
    });
  });
}
