import { and, eq, isNull, sql } from "drizzle-orm";
import type { z } from "zod";
import { holdProject } from "./edit-place.ts";
import { retireStorylineInput, type StorylineKind } from "./edit-schema.ts";
import { needStoryline } from "./storyline-place.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import { storylines } from "#/platform/db/tables/sources.ts";

/** Under which name a conversation's plan holds the key of its storyline. */
export const planKeyOf: Record<StorylineKind, string> = {
  arc: "arc",
  scenario: "scenario",
  edge_case: "edgeCase",
};

/**
 * Retires a storyline, or brings it back. Conversations planned from a retired one keep it and can still
 * be written; no plan draws on it any more.
 * @returns how many conversations are planned from it. @throws not_found
 */
export async function retireStoryline({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof retireStorylineInput>;
}): Promise<{ inUse: number }> {
  authorise(ctx, "write");
  const { projectId, kind, key, retired } = parseInput(retireStorylineInput, input);
  return inTransaction(ctx, async (tx, ctx) => {
    await holdProject(tx, ctx, projectId);
    const { stored } = await needStoryline(tx, { projectId, kind, key });
    const [counted] = await tx
      .select({ rows: sql<number>`count(*)::int` })
      .from(conversations)
      .where(
        and(
          eq(conversations.projectId, projectId),
          isNull(conversations.deletedAt),
          sql`${conversations.plan} ->> ${planKeyOf[kind]}::text = ${key}::text`,
        ),
      );
    const inUse = counted?.rows ?? 0;
    if ((stored.retiredAt !== null) === retired) return { inUse };
    await tx
      .update(storylines)
      .set({ retiredAt: retired ? new Date() : null })
      .where(eq(storylines.id, stored.id));
    await appendAudit(tx, ctx, {
      action: "storyline.changed",
      targetKind: "project",
      targetId: projectId,
      details: {
        change: retired ? "retired" : "brought back",
        kind,
        key,
        name: stored.label,
        inUse,
      },
    });
    return { inUse };
  });
}
