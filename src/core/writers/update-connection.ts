import type { z } from "zod";
import {
  changedNow,
  connectionIs,
  holdMasterKey,
  last4Of,
  refuseAddress,
  refuseNoKey,
  refuseSameName,
} from "./check-connection.ts";
import { type ConnectionRow, readConnection, viewConnections } from "./read-connection.ts";
import type { Providers } from "./registry.ts";
import { requireVendors } from "./require-vendors.ts";
import { type Connection, updateConnectionInput } from "./schema.ts";
import { vendorOf } from "./terms.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { invalidField } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { connections } from "#/platform/db/tables/writers.ts";

/**
 * Changes what a connection is called, where it leads, its key, and how many calls may run at once.
 * A stored key never follows to another server: with a new host it has to be entered again, and terms
 * that were accepted for the old one don't hold for the new one.
 * @throws invalid_input, notFound
 */
export async function updateConnection({
  ctx,
  providers,
  input,
}: {
  ctx: Context;
  providers: Providers;
  input: z.input<typeof updateConnectionInput>;
}): Promise<Connection> {
  authorise(ctx, "manage");
  const { connectionId, apiKey, ...given } = parseInput(updateConnectionInput, input);
  const { vault } = requireVendors(providers);
  return inTransaction(ctx, async (tx, ctx) => {
    await holdMasterKey(tx);
    const before = await readConnection(tx, connectionId, { lock: true });
    const after = { ...before, ...definedOf(given) };
    refuseAddress(after.baseUrl, after.isPrivateAllowed);
    refuseKeyElsewhere(before, after, apiKey);
    const hasKey = apiKey === undefined ? before.sealedKey !== null : apiKey !== "";
    refuseNoKey(after.kind, after.baseUrl, hasKey);
    await refuseSameName(tx, after.name, connectionId);
    const changed = changedFields(before, after, apiKey);
    if (changed.length > 0) {
      const place = { workspaceId: ctx.workspaceId, recordId: connectionId };
      const { name, baseUrl, isPrivateAllowed, concurrency } = after;
      const isRetried = changed.some((field) => field !== "name" && field !== "concurrency");
      await tx
        .update(connections)
        .set({
          name,
          baseUrl,
          isPrivateAllowed,
          concurrency,
          updatedAt: changedNow,
          ...(apiKey !== undefined && {
            sealedKey: apiKey === "" ? null : await vault.seal(place, apiKey),
            keyLast4: last4Of(apiKey),
          }),
          // What was found out with the former address or key says nothing of these.
          ...(isRetried && { checkedAt: null, checkFailure: null }),
        })
        .where(connectionIs(connectionId));
    }
    const [view] = await viewConnections(tx, [await readConnection(tx, connectionId)]);
    if (!view) throw new Error("the connection went away");
    if (changed.length > 0) {
      const { name, baseUrl, isPrivateAllowed, concurrency, keyLast4 } = view;
      await appendAudit(tx, ctx, {
        action: "writer.changed",
        targetKind: "connection",
        targetId: connectionId,
        details: { changed, name, baseUrl, isPrivateAllowed, concurrency, keyLast4 },
      });
    }
    return view;
  });
}

function definedOf<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

const comparedFields = ["name", "baseUrl", "isPrivateAllowed", "concurrency"] as const;

function changedFields(
  before: ConnectionRow,
  after: ConnectionRow,
  apiKey: string | undefined,
): string[] {
  const changed: string[] = comparedFields.filter((field) => before[field] !== after[field]);
  return apiKey === undefined ? changed : [...changed, "key"];
}

/** Whoever may change the address could otherwise have the key sent to a server of theirs. */
function refuseKeyElsewhere(
  before: ConnectionRow,
  after: ConnectionRow,
  apiKey: string | undefined,
): void {
  if (apiKey !== undefined || before.sealedKey === null) return;
  const isSameServer =
    vendorOf(before) === vendorOf(after) && protocolOf(before) === protocolOf(after);
  if (isSameServer) return;
  throw invalidField(
    "apiKey",
    `The stored key belongs to ${vendorOf(before)} and isn't sent to another server. Nothing was saved; enter the key for ${vendorOf(after)}.`,
  );
}

function protocolOf({ baseUrl }: ConnectionRow): string {
  return baseUrl === null ? "https:" : (URL.parse(baseUrl)?.protocol ?? "");
}
