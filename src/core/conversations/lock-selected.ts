import { and, asc, isNotNull, isNull } from "drizzle-orm";
import { needsExpert } from "./expert-review.ts";
import { hasIdIn } from "./filter-sql.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";

const { id, reference, generationState, reviewState, position } = conversations;
const { versionNumber, currentVersionId, contentHash, failure } = conversations;

/** A conversation that nobody else changes until the commit. */
export type LockedConversation = Awaited<ReturnType<typeof lockConversations>>[number];

/**
 * Locks conversations until the commit, always in the order of their ids so that two bulk changes
 * wait for each other instead of failing, and reads them as they are once locked.
 * @returns them in table order; ids that don't exist are left out.
 */
export async function lockConversations(
  tx: Transaction,
  ids: readonly string[],
  which: "live" | "deleted" = "live",
) {
  const { deletedAt } = conversations;
  const rows = await tx
    .select({
      id,
      reference,
      generationState,
      reviewState,
      position,
      versionNumber,
      currentVersionId,
      contentHash,
      failure,
      needsExpert,
    })
    .from(conversations)
    .where(and(hasIdIn(ids), which === "live" ? isNull(deletedAt) : isNotNull(deletedAt)))
    .orderBy(asc(id))
    .for("update");
  return rows.sort((one, other) => one.position - other.position || (one.id < other.id ? -1 : 1));
}
