import { createHash } from "node:crypto";

/** The hash before the first event of a chain. */
export const FIRST_PREVIOUS_HASH = "0".repeat(64);

/** One event as its hash sees it: every field as text, in the order of the canonical array. */
export interface HashedEvent {
  workspaceId: string;
  sequence: number;
  /** UTC with six digits of a second: 2026-11-22T13:50:41.123456Z. */
  at: string;
  actorId: string | null;
  actorName: string | null;
  actorRole: string | null;
  sessionId: string | null;
  ip: string | null;
  requestId: string | null;
  action: string | null;
  targetKind: string | null;
  targetId: string | null;
  targetVersion: string | null;
  hashBefore: string | null;
  hashAfter: string | null;
  reason: string | null;
  /** JSON as text; its exact characters count. */
  details: string;
}

/**
 * The link of one event, as `bright.append_audit` makes it: SHA-256 (64 hexadecimal digits) of the
 * previous hash followed by the fields as a JSON array of texts, joined by ", ". JSON.stringify escapes
 * exactly what Postgres' to_json does: quotes, backslashes and characters below U+0020.
 */
export function eventHash(previousHash: string, event: HashedEvent): string {
  const fields = [
    event.workspaceId,
    String(event.sequence),
    event.at,
    event.actorId,
    event.actorName,
    event.actorRole,
    event.sessionId,
    event.ip,
    event.requestId,
    event.action,
    event.targetKind,
    event.targetId,
    event.targetVersion,
    event.hashBefore,
    event.hashAfter,
    event.reason,
    event.details,
  ].map((field) => JSON.stringify(field));
  return createHash("sha256")
    .update(`${previousHash}[${fields.join(", ")}]`, "utf8")
    .digest("hex");
}
