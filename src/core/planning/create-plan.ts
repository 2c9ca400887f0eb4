import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { planRows } from "./plan-rows.ts";
import { type PlanPlace, readPlanMaterial } from "./read-plan-material.ts";
import { type CreatedPlan, type PlanInput, planInput, type PlannedRow } from "./schema.ts";
import { appendBulkAudit } from "../audit/append-bulk-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { slicesOf } from "#/lib/slices.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { notifyProgress } from "#/platform/db/listen.ts";
import { refreshStatistics, ROWS_THAT_CHANGE_PLANS } from "#/platform/db/statistics.ts";
import {
  conversationChunks,
  conversationLabels,
  conversations,
} from "#/platform/db/tables/conversations.ts";

/** Rows that one statement covers. */
const ROWS_AT_ONCE = 500;

/**
 * Adds the planned rows to the project: conversations that are not generated yet, with labels and
 * grounding. Their references and places continue after the rows that are there. All or nothing.
 * @throws invalid_input naming the field, where nothing can be planned; notFound for a foreign project.
 */
export async function createPlan({
  ctx,
  input,
}: {
  ctx: Context;
  input: PlanInput;
}): Promise<CreatedPlan> {
  authorise(ctx, "write");
  const { projectId, ...wanted } = parseInput(planInput, input);
  const ids = await inTransaction(ctx, async (tx, ctx) => {
    const { material, place } = await readPlanMaterial(tx, ctx, projectId, { lock: true });
    const { rows } = planRows(material, wanted);
    const stored = rows.map((row) => ({ id: randomUUID(), row }));
    await insertConversations(tx, ctx, projectId, stored, place);
    await insertLabels(tx, projectId, stored);
    await insertChunks(tx, ctx, stored);
    await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId });
    await appendBulkAudit(
      tx,
      ctx,
      {
        action: "plan.created",
        targetKind: "project",
        targetId: projectId,
        details: {
          firstReference: stored[0]?.row.reference,
          lastReference: stored.at(-1)?.row.reference,
          counts: wanted.counts,
          seed: wanted.seed,
          ...(Object.keys(wanted.fixed).length > 0 && { fixed: wanted.fixed }),
        },
      },
      stored.map(({ id }) => ({ id, contentHash: null })),
    );
    return stored.map(({ id }) => id);
  });
  const added = ids.length;
  if (added >= ROWS_THAT_CHANGE_PLANS) await refreshStatistics(ctx.transaction ?? ctx.db);
  return { added, ids: ids.slice(0, ROWS_AT_ONCE) };
}

type StoredRow = { id: string; row: PlannedRow };

async function insertConversations(
  tx: Transaction,
  ctx: Context,
  projectId: string,
  stored: readonly StoredRow[],
  { nextPosition }: PlanPlace,
): Promise<void> {
  const values = stored.map(({ id, row }, place) => ({
    id,
    reference: row.reference,
    tier: row.tier,
    title: row.title,
    labels: row.labels,
    plan: row.plan,
    position: nextPosition + place,
  }));
  for (const slice of slicesOf(values, ROWS_AT_ONCE)) {
    await tx.execute(sql`
      insert into ${conversations}
        (id, workspace_id, project_id, reference, origin, tier, title, labels, plan, position, created_by, created_by_name)
      select id, ${ctx.workspaceId}::uuid, ${projectId}::uuid, reference, 'planned', tier, title, labels, plan, position,
        ${ctx.actor.id}::text, ${ctx.actor.name}::text
      from jsonb_to_recordset(${JSON.stringify(slice)}::jsonb)
        as planned (id uuid, reference text, tier text, title text, labels jsonb, plan jsonb, position int)`);
  }
}

/** One row a label, from the labels that were just stored. */
async function insertLabels(
  tx: Transaction,
  projectId: string,
  stored: readonly StoredRow[],
): Promise<void> {
  await tx.execute(sql`
    insert into ${conversationLabels} (workspace_id, project_id, dimension, value, conversation_id)
    select planned.workspace_id, ${projectId}::uuid, label.key, label.value, planned.id
    from ${conversations} planned, jsonb_each_text(planned.labels) label
    where planned.id = any(${sql.param(stored.map(({ id }) => id))}::uuid[])`);
}

async function insertChunks(
  tx: Transaction,
  ctx: Context,
  stored: readonly StoredRow[],
): Promise<void> {
  const values = stored.flatMap(({ id, row }) =>
    row.chunkIds.map((chunk, position) => ({ conversation: id, chunk, position })),
  );
  await tx.execute(sql`
    insert into ${conversationChunks} (workspace_id, conversation_id, chunk_id, position)
    select ${ctx.workspaceId}::uuid, conversation, chunk, position
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb)
      as grounding (conversation uuid, chunk uuid, position int)`);
}
