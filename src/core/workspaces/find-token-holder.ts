import { and, eq, sql } from "drizzle-orm";
import { lowerRole, type Role, roleSchema } from "./schema.ts";
import { BrightError } from "../errors.ts";
import { sha256 } from "#/lib/sha256.ts";
import type { Database } from "#/platform/db/connect.ts";
import { apiTokens } from "#/platform/db/tables/tokens.ts";

/** Whom a token acts for, where, and as what. */
export interface TokenHolder {
  token: { id: string; name: string; expiresAt: Date | null };
  person: { id: string; name: string; email: string };
  workspace: { id: string; name: string };
  /** The lower of the token's role and the person's present one. */
  role: Role;
}

interface TokenRow extends Record<string, unknown> {
  id: string;
  workspace_id: string;
  workspace_name: string;
  name: string;
  role: string;
  expires_at: string | Date | null;
  expired: boolean | null;
  revoked_at: string | Date | null;
  used_lately: boolean | null;
  user_id: string | null;
  user_name: string | null;
  user_email: string | null;
  member_role: string | null;
}

/**
 * Whom a token acts for; notes at most once a minute that it was used. It is found by its SHA-256, so how
 * long the search takes tells nothing about a token that is guessed.
 * @throws unauthenticated with the reason: unknown, revoked, run out, or its maker was removed.
 */
export async function findTokenHolder(db: Database, token: string): Promise<TokenHolder> {
  const result = await db.execute<TokenRow>(
    sql`select *, expires_at < now() as expired, last_used_at > now() - interval '1 minute' as used_lately
      from bright.api_token_by_hash(${sha256(token)})`,
  );
  const row = result.rows[0];
  if (!row) throw refused("This API token is unknown here. Check that it was copied whole");
  if (row.user_id === null || row.member_role === null) {
    throw refused(
      `The person who made the API token "${row.name}" no longer belongs to the workspace`,
    );
  }
  if (row.revoked_at) throw refused(`The API token "${row.name}" was revoked`);
  if (row.expired) throw refused(`The API token "${row.name}" has run out`);
  if (!row.used_lately) await noteUse(db, row);
  return {
    token: {
      id: row.id,
      name: row.name,
      expiresAt: row.expires_at === null ? null : new Date(row.expires_at),
    },
    person: { id: row.user_id, name: row.user_name ?? "", email: row.user_email ?? "" },
    workspace: { id: row.workspace_id, name: row.workspace_name },
    role: lowerRole(roleSchema.parse(row.role), roleSchema.parse(row.member_role)),
  };
}

async function noteUse(db: Database, row: TokenRow): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('bright.workspace', ${row.workspace_id}, true)`);
    await tx
      .update(apiTokens)
      .set({ lastUsedAt: sql`now()` })
      .where(
        and(
          eq(apiTokens.id, row.id),
          sql`(${apiTokens.lastUsedAt} is null or ${apiTokens.lastUsedAt} <= now() - interval '1 minute')`,
        ),
      );
  });
}

function refused(reason: string): BrightError {
  return new BrightError(
    "unauthenticated",
    `${reason}. Nothing was changed; make a new token under Settings and use that.`,
  );
}
