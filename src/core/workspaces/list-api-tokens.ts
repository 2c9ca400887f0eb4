import { and, desc, eq, gt, isNull, or } from "drizzle-orm";
import { roleMay, roleSchema } from "./schema.ts";
import type { ApiToken } from "./token-schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { apiTokens } from "#/platform/db/tables/tokens.ts";

/** The tokens that still work, the newest on top: a person's own, and for owners those of everybody. */
export async function listApiTokens({ ctx }: { ctx: Context }): Promise<ApiToken[]> {
  authorise(ctx, "read");
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select({
        id: apiTokens.id,
        name: apiTokens.name,
        role: apiTokens.role,
        startsWith: apiTokens.startsWith,
        createdBy: apiTokens.createdBy,
        createdByName: apiTokens.createdByName,
        createdAt: apiTokens.createdAt,
        lastUsedAt: apiTokens.lastUsedAt,
        expiresAt: apiTokens.expiresAt,
      })
      .from(apiTokens)
      .where(
        and(
          roleMay(ctx.actor.role, "manage") ? undefined : eq(apiTokens.createdBy, ctx.actor.id),
          isNull(apiTokens.revokedAt),
          or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, new Date())),
        ),
      )
      .orderBy(desc(apiTokens.createdAt), desc(apiTokens.id));
    return rows.map((row) => ({ ...row, role: roleSchema.parse(row.role) }));
  });
}
