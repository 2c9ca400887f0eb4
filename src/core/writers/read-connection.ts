import { and, asc, desc, eq, inArray, isNull } from "drizzle-orm";
import { readPricedModels } from "./connection-models.ts";
import { checkFailureSchema, type Connection, connectionKindSchema } from "./schema.ts";
import { termsOf } from "./terms.ts";
import { notFound } from "../errors.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { connections, termsAcceptances } from "#/platform/db/tables/writers.ts";

type StoredConnection = typeof connections.$inferSelect;
export type ConnectionRow = Omit<StoredConnection, "kind"> & { kind: Connection["kind"] };

/** A connection that wasn't removed. @throws notFound, also for ids that can't be one. */
export async function readConnection(
  tx: Transaction,
  id: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<ConnectionRow> {
  const query = tx
    .select()
    .from(connections)
    .where(and(eq(connections.id, id), isNull(connections.removedAt)));
  const [row] = lock ? await query.for("update") : await query;
  if (!row) throw notFound("connection");
  return { ...row, kind: connectionKindSchema.parse(row.kind) };
}

/** All connections of the workspace, the oldest first. */
export async function readConnections(tx: Transaction): Promise<ConnectionRow[]> {
  const rows = await tx
    .select()
    .from(connections)
    .where(isNull(connections.removedAt))
    .orderBy(asc(connections.createdAt), asc(connections.id));
  return rows.map((row) => ({ ...row, kind: connectionKindSchema.parse(row.kind) }));
}

type Acceptance = { connectionId: string; signedName: string; at: Date };

/** The newest acceptance of the terms that hold for each connection's present address. */
export async function readAcceptances(
  tx: Transaction,
  rows: readonly ConnectionRow[],
): Promise<Map<string, Acceptance>> {
  if (rows.length === 0) return new Map();
  const found = await tx
    .select({
      connectionId: termsAcceptances.connectionId,
      vendor: termsAcceptances.vendor,
      signedName: termsAcceptances.signedName,
      at: termsAcceptances.createdAt,
    })
    .from(termsAcceptances)
    .where(
      inArray(
        termsAcceptances.connectionId,
        rows.map(({ id }) => id),
      ),
    )
    .orderBy(desc(termsAcceptances.createdAt));
  return new Map(
    rows.flatMap((row) => {
      const { vendor } = termsOf(row);
      const newest = found.find((each) => each.connectionId === row.id && each.vendor === vendor);
      return newest ? [[row.id, newest] as const] : [];
    }),
  );
}

/** Connections as they may be shown: no key in them, sealed or not. */
export async function viewConnections(
  tx: Transaction,
  rows: readonly ConnectionRow[],
): Promise<Connection[]> {
  const models = await readPricedModels(tx, rows);
  const accepted = await readAcceptances(tx, rows);
  return rows.map((row) => {
    const acceptance = accepted.get(row.id);
    return {
      id: row.id,
      kind: row.kind,
      name: row.name,
      baseUrl: row.baseUrl,
      isPrivateAllowed: row.isPrivateAllowed,
      hasKey: row.sealedKey !== null,
      keyLast4: row.keyLast4,
      concurrency: row.concurrency,
      checkedAt: row.checkedAt,
      checkFailure: row.checkFailure === null ? null : checkFailureSchema.parse(row.checkFailure),
      createdByName: row.createdByName,
      createdAt: row.createdAt,
      models: (models.get(row.id) ?? []).map(({ info, source, since }) => ({
        model: info.model,
        label: info.label,
        prices: info.prices,
        source,
        since,
      })),
      terms: termsOf(row),
      accepted: acceptance ? { signedName: acceptance.signedName, at: acceptance.at } : null,
    };
  });
}
