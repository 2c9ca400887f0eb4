import { and, inArray, isNull, sql } from "drizzle-orm";
import { hasIdIn } from "./filter-sql.ts";
import { type GenerationState, mayGenerationMove } from "./states.ts";
import type { Failure } from "../calls/schema.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";

/**
 * Takes a step of the generation state: with `storeVersion` the only way in which it ever changes. Rows that
 * stand elsewhere than in `from`, or are deleted, are let be.
 * @param failure why it failed, kept with the row; a later version clears it.
 * @returns the rows that moved. Throws for a step that `states.ts` doesn't know.
 */
export async function moveGeneration(
  tx: Transaction,
  step: {
    ids: readonly string[];
    from: readonly GenerationState[];
    to: GenerationState;
    failure?: Failure;
  },
): Promise<{ id: string; projectId: string; reference: string }[]> {
  const { ids, from, to, failure } = step;
  const wrong = from.find((state) => !mayGenerationMove(state, to));
  if (wrong) throw new Error(`no conversation goes from "${wrong}" to "${to}"`);
  return tx
    .update(conversations)
    .set({ generationState: to, updatedAt: sql`now()`, ...(failure && { failure }) })
    .where(
      and(
        hasIdIn(ids),
        inArray(conversations.generationState, [...from]),
        isNull(conversations.deletedAt),
      ),
    )
    .returning({
      id: conversations.id,
      projectId: conversations.projectId,
      reference: conversations.reference,
    });
}
