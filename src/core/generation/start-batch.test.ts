import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cancelBatch } from "./cancel-batch.ts";
import { estimateBatch } from "./estimate-batch.ts";
import { getBatchProgress } from "./get-batch-progress.ts";
import { listBatches } from "./list-batches.ts";
import { startBatch } from "./start-batch.ts";
import { createProviders } from "../writers/registry.ts";
import { inTransaction } from "../context.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import { auditEvents } from "#/platform/db/tables/workspaces.ts";
import type { TestContext } from "../../../test/context.ts";
import {
  createGenerationScene,
  goodAnswer,
  practice,
  runHere,
  scripted,
  startAll,
} from "../../../test/generation.ts";
import { addConversation, eightTexts } from "../../../test/scene.ts";

let scene: TestContext;
let ids: string[];
let seedId: string;
beforeAll(async () => {
  scene = await createGenerationScene({ template: 12, scenario: 0, edge_case: 0 });
  const { ctx, projectId } = scene;
  seedId = await addConversation(ctx, projectId, {
    reference: "SEED-01",
    origin: "seed",
    texts: eightTexts,
  });
  const rows = await inTransaction(ctx, (tx) =>
    tx
      .select({ id: conversations.id })
      .from(conversations)
      .where(eq(conversations.origin, "planned"))
      .orderBy(conversations.position),
  );
  ids = rows.map((row) => row.id);
});
afterAll(() => scene.close());

const everything = { kind: "filter" as const, filter: {} };

test("the estimate counts what can be written, names the writer and says what it goes by", async () => {
  const { ctx, projectId } = scene;
  const estimate = await estimateBatch({
    ctx,
    providers: practice,
    input: { projectId, selection: everything },
  });
  expect(estimate).toMatchObject({
    count: 12,
    again: 0,
    skipped: 1,
    writer: { provider: "practice", isPractice: true, label: "Practice writer" },
    costMicros: { low: 0, expected: 0, high: 0 },
  });
  expect(estimate.basis).toContain("the writer's own figures");
  expect(estimate.isRough).toBe(false);
  const paid = await estimateBatch({
    ctx,
    providers: scripted(goodAnswer),
    input: { projectId, selection: everything },
  });
  expect(paid.isRough).toBe(true);
  expect(paid.basis).toContain("tells its limits with its first answer");
  const usual = paid.costMicros.expected / (12 * (3_500 + 5 * 200 * 12));
  expect(usual).toBeGreaterThan(0.8);
  expect(usual).toBeLessThan(1.2);
  expect(paid.costMicros.low).toBeLessThan(paid.costMicros.expected);
  expect(paid.seconds.expected).toBeGreaterThan(6);
  expect(paid.seconds.expected).toBeLessThan(14);
  expect(paid).toMatchObject({ binding: "concurrency", concurrency: 2, budget: null });
  expect(paid.bindingSentence).toContain("2 conversations written at a time");
});

test("nothing starts when the number isn't the confirmed one; both are named", async () => {
  const { ctx, projectId } = scene;
  const start = (expectedCount: number) =>
    startBatch({
      ctx,
      providers: practice,
      input: { projectId, selection: everything, expectedCount },
    });
  await expect(start(13)).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringMatching(
      /confirmed 13, but 12 can be written now.*1 selected conversation/,
    ),
  });
  await expect(start(0)).rejects.toMatchObject({
    code: "invalid_input",
    fields: [{ field: "expectedCount" }],
  });
  await expect(
    startBatch({
      ctx,
      providers: practice,
      input: { projectId, selection: { kind: "ids", ids: [seedId] }, expectedCount: 1 },
    }),
  ).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("None of the selected"),
  });
  expect(await listBatches({ ctx, input: { projectId } })).toEqual([]);
});

test("of two people who start at once, one gets the rows and the other a clear answer", async () => {
  const { ctx, projectId } = scene;
  const other = await scene.addMember("editor", "Ben Test");
  const results = await Promise.allSettled(
    [ctx, other].map((each) => startAll(each, projectId, practice, 12)),
  );
  const started = results.filter((result) => result.status === "fulfilled");
  const refused = results.find((result) => result.status === "rejected");
  expect(started).toHaveLength(1);
  expect(refused?.reason).toMatchObject({ code: "conflict" });
  const [batch] = await listBatches({ ctx, input: { projectId } });
  expect(batch).toMatchObject({
    number: 1,
    total: 12,
    state: "running",
    done: 0,
    ratePerMinute: null,
    secondsLeft: null,
  });
  const states = await inTransaction(ctx, (tx) =>
    tx
      .select({ state: conversations.generationState })
      .from(conversations)
      .where(eq(conversations.origin, "planned")),
  );
  expect(states.every(({ state }) => state === "queued")).toBe(true);
  await cancelBatch({ ctx, input: { batchId: batch?.id ?? "" } });
});

test("after enough runs the estimate goes by them", async () => {
  const { ctx, projectId } = scene;
  const providers = scripted(goodAnswer);
  const batch = await startAll(ctx, projectId, providers, 12);
  await runHere(ctx, providers, batch.id);
  const progress = await getBatchProgress({ ctx, input: { batchId: batch.id } });
  expect(progress).toMatchObject({
    number: 2,
    done: 12,
    costMicros: 24_000,
    writer: "Scripted 1",
    isPractice: false,
  });
  expect(progress.ratePerMinute).toBeGreaterThan(0);
  const estimate = await estimateBatch({
    ctx,
    providers,
    input: { projectId, selection: everything },
  });
  expect(estimate).toMatchObject({ count: 12, again: 12, costMicros: { expected: 24_000 } });
  expect(estimate.basis).toContain("12 conversations");
  expect(estimate.isRough).toBe(false);
});

test("rows that are planned twice as long take twice the writing, not twice the prompt", async () => {
  const { ctx, projectId, ownerDb } = scene;
  const ask = () =>
    estimateBatch({
      ctx,
      providers: scripted(goodAnswer),
      input: { projectId, selection: everything },
    });
  const before = await ask();
  const stretch = (factor: number) =>
    ownerDb
      .update(conversations)
      .set({
        plan: sql`jsonb_set(${conversations.plan}, '{messageCount}',
          to_jsonb((${conversations.plan} ->> 'messageCount')::float8 * ${factor}::float8))`,
      })
      .where(and(eq(conversations.projectId, projectId), eq(conversations.origin, "planned")));
  await stretch(2);
  const longer = await ask();
  await stretch(0.5);
  // 12 x (1,000 tokens in at 1 + 200 out at 5).
  expect(before.costMicros.expected).toBeCloseTo(24_000, 3);
  expect(longer.costMicros.expected).toBeCloseTo(36_000, 3);
  expect(longer.seconds.expected / before.seconds.expected).toBeCloseTo(2, 3);
});

test("starting is recorded once, with who, how many and with what", async () => {
  const { ctx } = scene;
  const events = await inTransaction(ctx, (tx) =>
    tx
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.action, "batch.started"))
      .orderBy(auditEvents.sequence),
  );
  expect(events).toHaveLength(2);
  expect(JSON.parse(events[1]?.details ?? "")).toMatchObject({
    count: 12,
    provider: "scripted",
    model: "scripted-1",
    number: 2,
  });
});

test("foreign projects and batches, viewers, and a workspace without a writer are refused", async () => {
  const { ctx, projectId } = scene;
  const other = await scene.addWorkspace();
  const [batch] = await listBatches({ ctx, input: { projectId } });
  await expect(startAll(other.ctx, projectId, practice, 1, ids.slice(0, 1))).rejects.toMatchObject({
    code: "not_found",
  });
  for (const batchId of [batch?.id ?? "", "no-id"]) {
    await expect(getBatchProgress({ ctx: other.ctx, input: { batchId } })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(cancelBatch({ ctx: other.ctx, input: { batchId } })).rejects.toMatchObject({
      code: "not_found",
    });
  }
  const viewer = await scene.addMember("viewer");
  await expect(startAll(viewer, projectId, practice, 1, ids.slice(0, 1))).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(
    startAll(ctx, projectId, createProviders([]), 1, ids.slice(0, 1)),
  ).rejects.toMatchObject({ code: "unavailable" });
});
