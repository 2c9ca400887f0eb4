import { asc, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { holdProject, needDimension, type StoredValue } from "./edit-place.ts";
import { type MergePreview, mergeValuesInput } from "./edit-schema.ts";
import { carriesLabel, isFiledUnder, storylinesNaming } from "./merge-reach.ts";
import { needPair } from "./preview-merge.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { appendBulkAudit } from "../audit/append-bulk-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { BrightError } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { getProject } from "../projects/get-project.ts";
import { formatCounted } from "#/lib/format.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { notifyProgress } from "#/platform/db/listen.ts";
import { refreshStatistics, ROWS_THAT_CHANGE_PLANS } from "#/platform/db/statistics.ts";
import { conversationLabels, conversations } from "#/platform/db/tables/conversations.ts";
import { documents, storylines, taxonomyValues } from "#/platform/db/tables/sources.ts";

/**
 * Merges a value into another one: conversations that carry it carry the other, in both places that hold
 * labels; storylines and documents name the other; the value itself is gone. All or nothing.
 * @returns what moved.
 * @throws conflict when more or fewer conversations carry it than `expectedCount`, or for the tiers;
 * invalid_input, not_found
 */
export async function mergeValues({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof mergeValuesInput>;
}): Promise<MergePreview> {
  authorise(ctx, "write");
  const parsed = parseInput(mergeValuesInput, input);
  const { projectId, dimension, key, into, expectedCount } = parsed;
  const moved = await inTransaction(ctx, async (tx, ctx) => {
    await getProject({ ctx, input: parsed });
    // Conversations first, then the project: the order of a batch that starts.
    await lockCarrying(tx, projectId, dimension, key);
    await holdProject(tx, ctx, projectId);
    const { label: dimensionName } = await needDimension(tx, ctx, projectId, dimension);
    const { from, to } = await needPair(tx, parsed);
    const rows = await moveLabels(tx, parsed);
    if (rows.length !== expectedCount) throw otherCount(rows.length, expectedCount);
    const named = await storylinesNaming(tx, projectId, dimension, key, into);
    for (const { id, body } of named) {
      await tx.update(storylines).set({ body }).where(eq(storylines.id, id));
    }
    const filed = dimension === "content_category" ? await moveDocuments(tx, from, to) : 0;
    await tx.delete(taxonomyValues).where(eq(taxonomyValues.id, from.id));
    await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId });
    const entry = {
      action: "values.merged",
      targetKind: "project",
      targetId: projectId,
      details: {
        dimension,
        dimensionName,
        from: key,
        name: from.label,
        into,
        intoName: to.label,
        storylines: named.length,
        documents: filed,
      },
    } as const;
    if (rows.length > 0) await appendBulkAudit(tx, ctx, entry, rows);
    else await appendAudit(tx, ctx, entry);
    return {
      conversations: rows.length,
      storylines: named.map(({ label }) => label),
      documents: filed,
    };
  });
  if (moved.conversations >= ROWS_THAT_CHANGE_PLANS) {
    await refreshStatistics(ctx.transaction ?? ctx.db);
  }
  return moved;
}

async function lockCarrying(
  tx: Transaction,
  projectId: string,
  dimension: string,
  key: string,
): Promise<void> {
  await tx
    .select({ id: conversations.id })
    .from(conversations)
    .where(carriesLabel(projectId, dimension, key))
    .orderBy(asc(conversations.id))
    .for("update");
}

/** JSONB first, which deleted rows keep too; then the narrow table, which holds live rows only. */
async function moveLabels(
  tx: Transaction,
  { projectId, dimension, key, into }: z.output<typeof mergeValuesInput>,
): Promise<{ id: string; contentHash: string | null }[]> {
  const rows = await tx
    .update(conversations)
    .set({
      labels: sql`jsonb_set(${conversations.labels}, array[${dimension}::text], to_jsonb(${into}::text))`,
      updatedAt: sql`now()`,
    })
    .where(carriesLabel(projectId, dimension, key))
    .returning({ id: conversations.id, contentHash: conversations.contentHash });
  await tx.execute(sql`update ${conversationLabels} set value = ${into}
    where ${conversationLabels.projectId} = ${projectId}
      and ${conversationLabels.dimension} = ${dimension} and ${conversationLabels.value} = ${key}`);
  return rows;
}

async function moveDocuments(tx: Transaction, from: StoredValue, to: StoredValue): Promise<number> {
  const moved = await tx
    .update(documents)
    .set({ category: to.key })
    .where(isFiledUnder(from.projectId, from))
    .returning({ id: documents.id });
  return moved.length;
}

function otherCount(found: number, expected: number): BrightError {
  return new BrightError(
    "conflict",
    `${formatCounted(found, "conversation")} would move by now, not ${expected} as when you were asked. Nothing was changed; look at the new number and merge again.`,
  );
}
