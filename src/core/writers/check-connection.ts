import { and, eq, isNull, ne, sql } from "drizzle-orm";
import type { ConnectionKind } from "./schema.ts";
import { invalidField } from "../errors.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { connections } from "#/platform/db/tables/writers.ts";
import { parseServerAddress } from "#/platform/llm/address-rules.ts";

/** Keys shorter than this would lose too much by four characters. */
const SHORTEST_KEY_SHOWN = 12;

/**
 * Refuses an address that is none, or that is never called: metadata services, private networks where
 * they aren't allowed. What a name resolves to is checked at each call.
 * @throws invalid_input at "baseUrl"
 */
export function refuseAddress(baseUrl: string | null, isPrivateAllowed: boolean): void {
  if (baseUrl === null) return;
  const url = parsedAddress(baseUrl, isPrivateAllowed);
  if (url.search !== "" || url.hash !== "") {
    throw invalidField(
      "baseUrl",
      "An address of an API has no ? or # in it. Nothing was saved; leave out what comes after.",
    );
  }
}

function parsedAddress(baseUrl: string, isPrivateAllowed: boolean): URL {
  try {
    return parseServerAddress(baseUrl, { isPrivateAllowed });
  } catch (error) {
    const sentence = error instanceof Error ? error.message : "This isn't a web address.";
    throw invalidField("baseUrl", sentence.replace("Nothing was sent.", "Nothing was saved."));
  }
}

/** Vendors themselves always ask for a key; servers of one's own may not. @throws invalid_input */
export function refuseNoKey(kind: ConnectionKind, baseUrl: string | null, hasKey: boolean): void {
  if (hasKey || baseUrl !== null) return;
  const vendor = kind === "anthropic" ? "Anthropic" : "OpenAI";
  throw invalidField("apiKey", `Enter the key that ${vendor} gave you. Nothing was saved.`);
}

/** Two connections of one name couldn't be told apart where one is chosen. @throws invalid_input */
export async function refuseSameName(
  tx: Transaction,
  name: string,
  ownId: string | null,
): Promise<void> {
  const same = await tx.$count(
    connections,
    and(
      isNull(connections.removedAt),
      sql`lower(${connections.name}) = lower(${name})`,
      ownId === null ? undefined : ne(connections.id, ownId),
    ),
  );
  if (same === 0) return;
  throw invalidField(
    "name",
    `There is a connection called "${name}" already. Nothing was saved; choose another name.`,
  );
}

/** The end of a key, by which people tell their keys apart. */
export function last4Of(key: string): string | null {
  return key.length >= SHORTEST_KEY_SHOWN ? key.slice(-4) : null;
}

/**
 * Held until the commit by whoever seals a key: a change of the master key waits for it, so that nothing
 * is sealed with a key that is being dropped.
 */
export async function holdMasterKey(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(hashtext('bright.master_key'))`);
}

/** Waits for all who seal, and keeps them out until the commit. */
export async function takeMasterKey(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('bright.master_key'))`);
}

/** A moment that differs from the one before, in database time. */
export const changedNow = sql`clock_timestamp()`;

export const connectionIs = (id: string) => eq(connections.id, id);
