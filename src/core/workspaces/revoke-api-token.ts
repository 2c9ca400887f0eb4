import { and, eq, isNull } from "drizzle-orm";
import { roleMay } from "./schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import { apiTokens } from "#/platform/db/tables/tokens.ts";

/** Ends a token for good: one's own, or as an owner anybody's. @throws not_found */
export async function revokeApiToken({
  ctx,
  input,
}: {
  ctx: Context;
  input: { tokenId: string };
}): Promise<void> {
  authorise(ctx, "read");
  await inTransaction(ctx, async (tx) => {
    const [row] = await tx
      .update(apiTokens)
      .set({ revokedAt: new Date() })
      .where(
        and(
          eq(apiTokens.id, input.tokenId),
          isNull(apiTokens.revokedAt),
          roleMay(ctx.actor.role, "manage") ? undefined : eq(apiTokens.createdBy, ctx.actor.id),
        ),
      )
      .returning({ name: apiTokens.name, madeBy: apiTokens.createdByName });
    if (!row) throw notFound("token");
    await appendAudit(tx, ctx, {
      action: "token.revoked",
      targetKind: "token",
      targetId: input.tokenId,
      details: row,
    });
  });
}
