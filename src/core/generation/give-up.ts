import { lockConversations } from "../conversations/lock-selected.ts";
import { moveGeneration } from "../conversations/move-generation.ts";
import { stateAtRest } from "../conversations/states.ts";
import type { Transaction } from "#/platform/db/connect.ts";

/** Takes conversations out of a batch's hands: each is again what it was before. */
export async function giveUp(tx: Transaction, ids: readonly string[]): Promise<void> {
  const rows = await lockConversations(tx, ids);
  const atRest = Map.groupBy(rows, ({ failure, versionNumber }) =>
    stateAtRest({ hasFailure: failure !== null, hasVersion: versionNumber > 0 }),
  );
  for (const [to, group] of atRest) {
    const own = { ids: group.map(({ id }) => id), to };
    await moveGeneration(tx, { ...own, from: ["queued", "generating"] });
  }
}
