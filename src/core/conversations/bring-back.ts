import { sql } from "drizzle-orm";
import { hasIdIn } from "./filter-sql.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversationLabels, conversations } from "#/platform/db/tables/conversations.ts";

/** Puts deleted rows back into every list and count; the narrow table's labels are made anew from theirs. */
export async function bringBack(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx
    .update(conversations)
    .set({ deletedAt: null, updatedAt: sql`now()` })
    .where(hasIdIn(ids));
  await tx.execute(sql`insert into ${conversationLabels}
      (workspace_id, project_id, dimension, value, conversation_id)
    select ${conversations.workspaceId}, ${conversations.projectId}, label.key, label.value, ${conversations.id}
    from ${conversations} cross join lateral jsonb_each_text(${conversations.labels}) as label
    where ${hasIdIn(ids)} on conflict do nothing`);
}
