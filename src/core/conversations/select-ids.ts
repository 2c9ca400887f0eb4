import { and, asc, type SQL } from "drizzle-orm";
import type { Context } from "../context.ts";
import { checkFilter } from "./check-filter.ts";
import { filterConditions, hasIdIn, liveRows } from "./filter-sql.ts";
import { requireProject } from "./require-project.ts";
import type { Selection } from "./schema.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";

/**
 * The ids of the selected conversations in table order (position, then id). Ids that don't exist,
 * are deleted or belong to another project are left out: compare the count.
 * @param limit at most this many ids.
 * Throws notFound for a project of another workspace, invalid_input for a filter that names what the
 * project doesn't have.
 */
export async function selectConversationIds(
  tx: Transaction,
  ctx: Context,
  projectId: string,
  selection: Selection,
  limit?: number,
): Promise<string[]> {
  await requireProject(tx, ctx, projectId);
  const query = tx
    .select({ id: conversations.id })
    .from(conversations)
    .where(and(...(await selectionConditions(tx, projectId, selection))))
    .orderBy(asc(conversations.position), asc(conversations.id));
  const rows = await (limit === undefined ? query : query.limit(limit));
  return rows.map((row) => row.id);
}

/** The conditions of a selection on the table `conversations`, after its filter was checked. */
export async function selectionConditions(
  tx: Transaction,
  projectId: string,
  selection: Selection,
): Promise<SQL[]> {
  if (selection.kind === "ids") {
    return [...liveRows(projectId), hasIdIn(selection.ids)];
  }
  await checkFilter(tx, projectId, selection.filter);
  return filterConditions(projectId, selection.filter);
}
