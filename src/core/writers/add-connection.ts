import { randomUUID } from "node:crypto";
import type { z } from "zod";
import {
  holdMasterKey,
  last4Of,
  refuseAddress,
  refuseNoKey,
  refuseSameName,
} from "./check-connection.ts";
import { readConnection, viewConnections } from "./read-connection.ts";
import type { Providers } from "./registry.ts";
import { requireVendors } from "./require-vendors.ts";
import { addConnectionInput, type Connection } from "./schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { connections } from "#/platform/db/tables/writers.ts";

/**
 * Connects a vendor's account or a server of one's own. The key is sealed before it is stored and never
 * leaves the server again. Nothing is called: see `testConnection`.
 * @throws invalid_input for an address that may not be called, a name that is taken, a missing key
 */
export async function addConnection({
  ctx,
  providers,
  input,
}: {
  ctx: Context;
  providers: Providers;
  input: z.input<typeof addConnectionInput>;
}): Promise<Connection> {
  authorise(ctx, "manage");
  const { apiKey, ...given } = parseInput(addConnectionInput, input);
  refuseAddress(given.baseUrl, given.isPrivateAllowed);
  refuseNoKey(given.kind, given.baseUrl, apiKey !== "");
  const { vault } = requireVendors(providers);
  const id = randomUUID();
  return inTransaction(ctx, async (tx, ctx) => {
    await refuseSameName(tx, given.name, null);
    await holdMasterKey(tx);
    const place = { workspaceId: ctx.workspaceId, recordId: id };
    await tx.insert(connections).values({
      ...given,
      id,
      workspaceId: ctx.workspaceId,
      sealedKey: apiKey === "" ? null : await vault.seal(place, apiKey),
      keyLast4: last4Of(apiKey),
      createdBy: ctx.actor.id,
      createdByName: ctx.actor.name,
    });
    const [view] = await viewConnections(tx, [await readConnection(tx, id)]);
    if (!view) throw new Error("the connection was not stored");
    await appendAudit(tx, ctx, {
      action: "writer.added",
      targetKind: "connection",
      targetId: id,
      details: { ...given, keyLast4: view.keyLast4 },
    });
    return view;
  });
}
