import { randomUUID } from "node:crypto";
import { planRows } from "./plan-rows.ts";
import { type PlanPlace, readPlanMaterial } from "./read-plan-material.ts";
import { type PlanInput, planInput, type PlannedRow } from "./schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { sha256 } from "#/lib/sha256.ts";
import { slicesOf } from "#/lib/slices.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { notifyProgress } from "#/platform/db/listen.ts";
import {
  conversationChunks,
  conversationLabels,
  conversations,
} from "#/platform/db/tables/conversations.ts";

/** Rows that one audit event covers; also keeps each INSERT below Postgres' 65,535 parameters. */
const ROWS_AT_ONCE = 500;
const LABELS_AT_ONCE = 5_000;

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
}): Promise<{ added: number }> {
  authorise(ctx, "write");
  const { projectId, ...wanted } = parseInput(planInput, input);
  return inTransaction(ctx, async (tx, ctx) => {
    const { material, place } = await readPlanMaterial(tx, ctx, projectId, { lock: true });
    const { rows } = planRows(material, wanted);
    const stored = rows.map((row) => ({ id: randomUUID(), row }));
    await insertConversations(tx, ctx, projectId, stored, place);
    await insertLabels(tx, ctx, projectId, stored);
    await insertChunks(tx, ctx, stored);
    await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId });
    for (const slice of slicesOf(stored, ROWS_AT_ONCE)) {
      await appendAudit(tx, ctx, {
        action: "plan.created",
        targetKind: "project",
        targetId: projectId,
        details: {
          count: slice.length,
          firstReference: slice[0]?.row.reference,
          lastReference: slice.at(-1)?.row.reference,
          idsSha256: sha256(slice.map(({ id }) => id).join("\n")),
          rowsSha256: sha256(slice.map(({ row }) => JSON.stringify(row)).join("\n")),
          counts: wanted.counts,
          seed: wanted.seed,
        },
      });
    }
    return { added: stored.length };
  });
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
    workspaceId: ctx.workspaceId,
    projectId,
    reference: row.reference,
    origin: "planned",
    tier: row.tier,
    title: row.title,
    labels: row.labels,
    plan: row.plan,
    position: nextPosition + place,
    createdBy: ctx.actor.id,
    createdByName: ctx.actor.name,
  }));
  for (const slice of slicesOf(values, ROWS_AT_ONCE)) await tx.insert(conversations).values(slice);
}

async function insertLabels(
  tx: Transaction,
  ctx: Context,
  projectId: string,
  stored: readonly StoredRow[],
): Promise<void> {
  const values = stored.flatMap(({ id, row }) =>
    Object.entries(row.labels).map(([dimension, value]) => ({
      workspaceId: ctx.workspaceId,
      projectId,
      dimension,
      value,
      conversationId: id,
    })),
  );
  for (const slice of slicesOf(values, LABELS_AT_ONCE)) {
    await tx.insert(conversationLabels).values(slice);
  }
}

async function insertChunks(
  tx: Transaction,
  ctx: Context,
  stored: readonly StoredRow[],
): Promise<void> {
  const values = stored.flatMap(({ id, row }) =>
    row.chunkIds.map((chunkId, position) => ({
      workspaceId: ctx.workspaceId,
      conversationId: id,
      chunkId,
      position,
    })),
  );
  for (const slice of slicesOf(values, LABELS_AT_ONCE)) {
    await tx.insert(conversationChunks).values(slice);
  }
}
