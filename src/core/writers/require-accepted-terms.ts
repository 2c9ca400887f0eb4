import { readAcceptances, readConnection } from "./read-connection.ts";
import { vendorOf } from "./terms.ts";
import { type Context, inTransaction } from "../context.ts";
import { BrightError } from "../errors.ts";

/**
 * Refuses until somebody of the workspace accepted what a connection's use means. `getWriter` asks it for
 * every writer that isn't local.
 * @throws conflict; notFound
 */
export async function requireAcceptedTerms({
  ctx,
  connectionId,
}: {
  ctx: Context;
  connectionId: string;
}): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await readConnection(tx, connectionId);
    const accepted = await readAcceptances(tx, [row]);
    if (accepted.has(row.id)) return;
    throw new BrightError(
      "conflict",
      `Nobody has accepted yet what using ${row.name} (${vendorOf(row)}) means: what leaves this machine, and the terms for training on outputs. Nothing was sent; an owner can accept it under Settings, Writers.`,
    );
  });
}
