import type { Context } from "../context.ts";
import { appendAudit, type AuditEntry } from "./append-audit.ts";
import { sha256 } from "#/lib/sha256.ts";
import { slicesOf } from "#/lib/slices.ts";
import type { Transaction } from "#/platform/db/connect.ts";

/** Rows that one event of a bulk change covers at most. */
export const ROWS_PER_EVENT = 500;

/** A changed row as its event holds it: id, and the hash of its content (null: it has none yet). */
export interface BulkRow {
  id: string;
  contentHash: string | null;
}

/**
 * Writes one event per 500 changed rows, in their order; call it last in the transaction. Each event
 * holds the count and the SHA-256 of the rows' ids and of their content hashes, one a line ("-" for
 * none), so that the set can be proven without naming each row.
 */
export async function appendBulkAudit(
  tx: Transaction,
  ctx: Context,
  entry: AuditEntry,
  rows: readonly BulkRow[],
): Promise<void> {
  for (const chunk of slicesOf(rows, ROWS_PER_EVENT)) {
    await appendAudit(tx, ctx, {
      ...entry,
      details: {
        ...entry.details,
        count: chunk.length,
        idsSha256: hashOfLines(chunk.map((row) => row.id)),
        contentHashesSha256: hashOfLines(chunk.map((row) => row.contentHash ?? "-")),
      },
    });
  }
}

/** SHA-256 (64 hexadecimal digits) of the lines, each ended by a line feed. */
function hashOfLines(lines: readonly string[]): string {
  return sha256(lines.map((line) => `${line}\n`).join(""));
}
