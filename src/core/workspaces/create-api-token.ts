import { randomBytes } from "node:crypto";
import { and, count, eq, isNull } from "drizzle-orm";
import { roleReaches } from "./schema.ts";
import {
  type CreateApiTokenInput,
  createApiTokenInput,
  type MadeApiToken,
} from "./token-schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { BrightError, invalidField } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { sha256 } from "#/lib/sha256.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { apiTokens } from "#/platform/db/tables/tokens.ts";

/** What every token begins with, so that people and secret scanners know one when they see it. */
export const TOKEN_START = "bright_";
const SHOWN_CHARACTERS = 6;
const MOST_TOKENS = 100;

/**
 * Makes a token that acts for the person in `ctx`. It is returned this once: only its SHA-256 is kept.
 * Made with another token, it neither outranks nor outlives that one.
 * @throws invalid_input for a role above the maker's own, conflict beyond 100 tokens of one person
 */
export async function createApiToken({
  ctx,
  input,
}: {
  ctx: Context;
  input: CreateApiTokenInput;
}): Promise<MadeApiToken> {
  authorise(ctx, "read");
  const { name, role, expiresInDays } = parseInput(createApiTokenInput, input);
  if (!roleReaches(ctx.actor.role, role)) {
    throw invalidField(
      "role",
      `A token can't do more than you: your role is ${ctx.actor.role}. No token was made; choose ${ctx.actor.role} or a lower role.`,
    );
  }
  const expiresAt = earlier(
    expiresInDays === null ? null : new Date(Date.now() + expiresInDays * 86_400_000),
    ctx.actor.token?.expiresAt ?? null,
  );
  const token = TOKEN_START + randomBytes(32).toString("base64url");
  const startsWith = token.slice(0, TOKEN_START.length + SHOWN_CHARACTERS);
  return inTransaction(ctx, async (tx, ctx) => {
    await refuseTooMany(tx, ctx);
    const [row] = await tx
      .insert(apiTokens)
      .values({
        workspaceId: ctx.workspaceId,
        name,
        role,
        tokenHash: sha256(token),
        startsWith,
        createdBy: ctx.actor.id,
        createdByName: ctx.actor.name,
        expiresAt,
      })
      .returning({ id: apiTokens.id, createdAt: apiTokens.createdAt });
    if (!row) throw new Error("the token was not stored");
    await appendAudit(tx, ctx, {
      action: "token.created",
      targetKind: "token",
      targetId: row.id,
      details: { name, role, startsWith, expiresAt: expiresAt?.toISOString() ?? null },
    });
    const { id: createdBy, name: createdByName } = ctx.actor;
    const made = { ...row, name, role, startsWith, createdBy, createdByName, expiresAt };
    return { ...made, lastUsedAt: null, token };
  });
}

function earlier(left: Date | null, right: Date | null): Date | null {
  if (!left || !right) return left ?? right;
  return left < right ? left : right;
}

async function refuseTooMany(tx: Transaction, ctx: Context): Promise<void> {
  const [row] = await tx
    .select({ standing: count() })
    .from(apiTokens)
    .where(and(eq(apiTokens.createdBy, ctx.actor.id), isNull(apiTokens.revokedAt)));
  if ((row?.standing ?? 0) < MOST_TOKENS) return;
  throw new BrightError(
    "conflict",
    `You have ${MOST_TOKENS} tokens, which is the most. No token was made; revoke some that nothing uses any more.`,
  );
}
