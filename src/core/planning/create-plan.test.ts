import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPlan } from "./create-plan.ts";
import { previewPlan } from "./preview-plan.ts";
import { inTransaction } from "../context.ts";
import {
  conversationChunks,
  conversationLabels,
  conversations,
} from "#/platform/db/tables/conversations.ts";
import { auditEvents } from "#/platform/db/tables/workspaces.ts";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { addSample } from "../../../test/sample.ts";

let scene: TestContext;
beforeAll(async () => {
  scene = await createTestContext();
  await addSample(scene.ctx, scene.projectId);
});
afterAll(() => scene.close());

const usual = () => ({
  projectId: scene.projectId,
  counts: { template: 40, scenario: 35, edge_case: 15 },
  seed: 1,
});

test("adds what the preview showed, with labels and grounding, and one audit event", async () => {
  const { ctx } = scene;
  const preview = await previewPlan({ ctx, input: usual() });
  expect(preview).toMatchObject({
    total: 90,
    existing: 0,
    byTier: { template: 40, scenario: 35, edge_case: 15 },
  });
  const created = await createPlan({ ctx, input: usual() });
  expect(created.added).toBe(90);

  await inTransaction(ctx, async (tx) => {
    const rows = await tx.select().from(conversations).orderBy(conversations.position);
    expect(rows.map((row) => row.id)).toEqual(created.ids);
    expect(rows[0]).toMatchObject({
      reference: "T-001",
      generationState: "not_generated",
      origin: "planned",
    });
    expect(rows.map((row) => row.position)).toEqual(
      Array.from({ length: 90 }, (_, place) => place + 1),
    );
    const labels = await tx.select().from(conversationLabels);
    const personas = labels.filter((label) => label.dimension === "persona");
    const counted = Map.groupBy(personas, (label) => label.value);
    for (const [value, count] of Object.entries(preview.spread["persona"] ?? {})) {
      expect(counted.get(value)?.length).toBe(count);
    }
    for (const row of rows) {
      const own = labels.filter((label) => label.conversationId === row.id);
      expect(Object.fromEntries(own.map(({ dimension, value }) => [dimension, value]))).toEqual(
        row.labels,
      );
    }
    const grounding = await tx.select().from(conversationChunks);
    const grounded = new Set(grounding.map((row) => row.conversationId));
    expect(grounded).toEqual(
      new Set(rows.filter((row) => row.tier === "scenario").map((row) => row.id)),
    );
    const events = await tx
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.action, "plan.created"));
    expect(events).toHaveLength(1);
    expect(JSON.parse(events[0]?.details ?? "")).toMatchObject({ count: 90, seed: 1 });
  });
});

test("two plans at once continue one after the other", async () => {
  const { ctx } = scene;
  const small = { ...usual(), counts: { template: 2, scenario: 1, edge_case: 0 } };
  await Promise.all([createPlan({ ctx, input: small }), createPlan({ ctx, input: small })]);
  const rows = await inTransaction(ctx, (tx) =>
    tx
      .select({ reference: conversations.reference })
      .from(conversations)
      .where(sql`position > 90`),
  );
  expect(rows.map((row) => row.reference).sort()).toEqual([
    "S-036",
    "S-037",
    "T-041",
    "T-042",
    "T-043",
    "T-044",
  ]);
  expect((await previewPlan({ ctx, input: small })).existing).toBe(96);
});

test("writes one audit event for each 500 rows", async () => {
  const { ctx, projectId } = await scene.addWorkspace();
  await addSample(ctx, projectId);
  const input = { projectId, counts: { template: 1_001, scenario: 0, edge_case: 0 }, seed: 1 };
  await createPlan({ ctx, input });
  const events = await inTransaction(ctx, (tx) =>
    tx.select({ details: auditEvents.details }).from(auditEvents),
  );
  expect(events.map(({ details }) => JSON.parse(details).count)).toEqual([500, 500, 1]);
});

test("refuses viewers and reviewers, foreign projects and empty ones", async () => {
  const reviewer = await scene.addMember("reviewer");
  await expect(createPlan({ ctx: reviewer, input: usual() })).rejects.toMatchObject({
    code: "forbidden",
  });
  const other = await scene.addWorkspace();
  await expect(createPlan({ ctx: other.ctx, input: usual() })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(
    createPlan({ ctx: other.ctx, input: { ...usual(), projectId: other.projectId } }),
  ).rejects.toMatchObject({ code: "invalid_input", fields: [{ field: "taxonomy.persona" }] });
  await expect(
    createPlan({
      ctx: scene.ctx,
      input: { ...usual(), counts: { template: -1, scenario: 0, edge_case: 0 } },
    }),
  ).rejects.toMatchObject({
    fields: [{ field: "counts.template", message: "A count can't be below 0." }],
  });
});

test("a large plan is known to the database's planner at once", async () => {
  const other = await scene.addWorkspace();
  await addSample(other.ctx, other.projectId);
  const counts = { template: 300, scenario: 150, edge_case: 50 };
  await createPlan({ ctx: other.ctx, input: { projectId: other.projectId, counts, seed: 1 } });
  const known = await scene.ownerDb.execute<{ name: string; rows: number }>(
    sql`select relname as name, reltuples::int as rows from pg_class
      where oid in ('bright.conversations'::regclass, 'bright.conversation_labels'::regclass)`,
  );
  const rowsOf = Object.fromEntries(known.rows.map(({ name, rows }) => [name, rows]));
  expect(rowsOf["conversations"]).toBeGreaterThanOrEqual(500);
  expect(rowsOf["conversation_labels"]).toBeGreaterThanOrEqual(3_500);
});
