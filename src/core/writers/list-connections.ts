import { readConnections, viewConnections } from "./read-connection.ts";
import type { Connection } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";

/** The workspace's connections, the oldest first; of their keys the last four characters at most. */
export async function listConnections({ ctx }: { ctx: Context }): Promise<Connection[]> {
  authorise(ctx, "read");
  return inTransaction(ctx, async (tx) => viewConnections(tx, await readConnections(tx)));
}
