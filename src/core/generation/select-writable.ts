import { asc } from "drizzle-orm";
import type { Context } from "../context.ts";
import { hasIdIn } from "../conversations/filter-sql.ts";
import type { Selection } from "../conversations/schema.ts";
import { selectConversationIds } from "../conversations/select-ids.ts";
import { type GenerationState, mayGenerationMove } from "../conversations/states.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";

export interface WritableSelection {
  /** Ids of the conversations that can be written, in table order. */
  ids: string[];
  /** Of those, how many have a text already. */
  again: number;
  /** Seeds, and rows that a batch is writing at this moment. */
  skipped: number;
  /** Content hashes by id, for the record of what is started. */
  contentHashes: ReadonlyMap<string, string | null>;
}

/**
 * Sorts a selection into what can be written now and what is left out.
 * @param limit takes only the first so many of them.
 * @param lock holds the rows until the commit, in the order of their ids so that two starts wait for each
 * other; who comes second then sees them queued.
 */
export async function selectWritable(
  tx: Transaction,
  ctx: Context,
  projectId: string,
  selection: Selection,
  { lock, limit }: { lock: boolean; limit?: number | undefined },
): Promise<WritableSelection> {
  const selected = await selectConversationIds(tx, ctx, projectId, selection);
  const query = tx
    .select({
      id: conversations.id,
      origin: conversations.origin,
      generationState: conversations.generationState,
      deletedAt: conversations.deletedAt,
      versionNumber: conversations.versionNumber,
      contentHash: conversations.contentHash,
      position: conversations.position,
    })
    .from(conversations)
    .where(hasIdIn(selected))
    .orderBy(asc(conversations.id));
  const rows = (await (lock ? query.for("update") : query)).filter((row) => row.deletedAt === null);
  const writable = rows
    .filter(
      ({ origin, generationState }) =>
        origin === "planned" && mayGenerationMove(generationState as GenerationState, "queued"),
    )
    .sort((one, other) => one.position - other.position || (one.id < other.id ? -1 : 1));
  const taken = writable.slice(0, limit);
  return {
    ids: taken.map((row) => row.id),
    again: taken.filter((row) => row.versionNumber > 0).length,
    skipped: rows.length - writable.length,
    contentHashes: new Map(taken.map((row) => [row.id, row.contentHash])),
  };
}
