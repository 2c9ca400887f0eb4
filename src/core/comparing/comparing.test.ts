import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compareArms } from "./compare-arms.ts";
import { scoreTemplates } from "./score-templates.ts";
import { scoreWriters } from "./score-writers.ts";
import { inTransaction } from "../context.ts";
import { startBatch } from "../generation/start-batch.ts";
import { decideConversations } from "../review/decide.ts";
import { undoDecisions } from "../review/undo-decisions.ts";
import { getTemplate } from "../templates/get-template.ts";
import { listTemplates } from "../templates/list-templates.ts";
import { saveTemplate } from "../templates/save-template.ts";
import { conversationVersions } from "#/platform/db/tables/conversations.ts";
import { batchItems, callAttempts } from "#/platform/db/tables/generation.ts";
import { noTokens } from "#/platform/llm/port.ts";
import type { TestContext } from "../../../test/context.ts";
import {
  createGenerationScene,
  goodAnswer,
  practice,
  runHere,
  scripted,
  startAll,
} from "../../../test/generation.ts";

let scene: TestContext;
let first: string;
let second: string;
beforeAll(async () => {
  scene = await createGenerationScene({ template: 16, scenario: 0, edge_case: 0 });
  const { ctx, projectId } = scene;
  const templates = await listTemplates({ ctx, input: { projectId } });
  const template = templates.find(({ tier, arc }) => tier === "template" && arc === null);
  const templateId = template?.id ?? "";
  const { body } = await getTemplate({ ctx, input: { templateId } });
  const saved = await saveTemplate({
    ctx,
    input: { templateId, body: `${body}\nSECOND.`, reason: "To compare.", baseNumber: 1 },
  });
  first = template?.versions[0]?.id ?? "";
  second = saved.versionId;
});
afterAll(() => scene.close());

const rest = { kind: "filter" as const, filter: { status: ["not_generated" as const] } };

const twoVersions = () => ({
  over: "template" as const,
  arms: [
    { label: "Version 1", templateVersionIds: [first] },
    { label: "Version 2", templateVersionIds: [second] },
  ],
});

/**
 * 12 rows, 6 a side. Side A writes all at once. On side B two conversations need a repair, and one is
 * refused twice over. Each answer costs 1,000 tokens in and 200 out: 2,000 millionths.
 */
async function writeBatch() {
  const { ctx, projectId } = scene;
  const broken = new Map<string, number>();
  let turn = 0;
  const providers = scripted(async (request) => {
    const prompt = request.messages[1]?.content ?? "";
    if (!prompt.endsWith("SECOND.")) return goodAnswer(request);
    const times = broken.get(prompt) ?? 0;
    if (times === 0) turn += 1;
    broken.set(prompt, times + 1);
    if (turn <= 2 && times === 0) return { text: "no conversation" };
    const usage = { ...noTokens, inputTokens: 1_000, outputTokens: 100 };
    if (turn === 3) return { text: "no conversation", usage };
    return goodAnswer(request);
  }, 1);
  const batch = await startBatch({
    ctx,
    providers,
    input: {
      projectId,
      selection: rest,
      limit: 12,
      expectedCount: 12,
      split: twoVersions(),
    },
  });
  await runHere(ctx, providers, batch.id);
  return batch.id;
}

/** The texts of each side, with scores that a person can add up. */
async function textsOf(batchId: string): Promise<[string[], string[]]> {
  const rows = await inTransaction(scene.ctx, (tx) =>
    tx
      .select({ id: batchItems.conversationId, arm: batchItems.arm, state: batchItems.state })
      .from(batchItems)
      .where(eq(batchItems.batchId, batchId))
      .orderBy(batchItems.position),
  );
  const of = (arm: number) =>
    rows.filter((row) => row.arm === arm && row.state === "done").map(({ id }) => id);
  return [of(0), of(1)];
}

/** Versions never change: for the test alone the guard is put aside. */
async function setScores(ids: string[], scores: number[]) {
  await scene.ownerDb.transaction(async (tx) => {
    await tx.execute(sql`alter table bright.conversation_versions disable trigger user`);
    for (const [at, id] of ids.entries()) {
      await tx
        .update(conversationVersions)
        .set({ score: scores[at] })
        .where(eq(conversationVersions.conversationId, id));
    }
    await tx.execute(sql`alter table bright.conversation_versions enable trigger user`);
  });
}

async function decide(ids: string[], decision: "approve" | "reject" | "flag") {
  const { ctx, projectId } = scene;
  const selection = { kind: "ids" as const, ids };
  return decideConversations({ ctx, input: { projectId, selection, decision } });
}

test("the scoreboard of a batch equals a hand computation", async () => {
  const { ctx, projectId, ownerDb } = scene;
  const batchId = await writeBatch();
  const [one, other] = await textsOf(batchId);
  expect([one.length, other.length]).toEqual([6, 5]);
  await setScores(one, [8, 8, 9, 9, 7, 7]);
  await setScores(other, [6, 7, 8, 6, 8]);
  await ownerDb
    .update(callAttempts)
    .set({ finishedAt: sql`${callAttempts.sentAt} + interval '10 s'` })
    .where(eq(callAttempts.batchId, batchId));

  const before = await compareArms({ ctx, input: { batchId } });
  expect(before?.arms[0]?.approval).toEqual({
    count: 0,
    of: 0,
    share: null,
    low: null,
    high: null,
  });
  expect(before?.pairs[0]?.approval).toBeNull();

  await decide(one.slice(0, 4), "approve");
  await decide(one.slice(4, 5), "reject");
  await decide(one.slice(5, 6), "flag");
  await decide(other.slice(0, 1), "approve");
  await decide(other.slice(1, 4), "reject");
  const { decisionIds } = await decide(other.slice(4, 5), "approve");
  await undoDecisions({ ctx, input: { projectId, decisionIds } });

  const compared = await compareArms({ ctx, input: { batchId } });
  const [a, b] = compared?.arms ?? [];
  expect(a).toMatchObject({
    label: "Version 1",
    total: 6,
    failed: 0,
    written: 6,
    validity: { count: 6, of: 6, share: 1, high: 1 },
    score: { count: 6, mean: 8 },
    approval: { count: 4, of: 5, share: 0.8 },
    costMicros: 6 * 2_000,
    costPerApprovedMicros: 3_000,
    secondsPerConversation: 10,
    versions: [{ versionId: first, number: 1 }],
    writer: { provider: "scripted", model: "scripted-1", isPractice: false },
  });
  // Two repaired, one refused after a repair: 3 of 6 valid at once, 9 answers, two of them shorter.
  expect(b).toMatchObject({
    label: "Version 2",
    total: 6,
    failed: 1,
    written: 5,
    validity: { count: 3, of: 6, share: 0.5 },
    score: { count: 5, mean: 7 },
    approval: { count: 1, of: 4, share: 0.25 },
    costMicros: 7 * 2_000 + 2 * 1_500,
    costPerApprovedMicros: 17_000,
    secondsPerConversation: (9 * 10) / 5,
  });
  // Wilson, 4 of 5: (0.8 + 3.8415/10 ± 1.96 √(0.16/5 + 3.8415/100)) / (1 + 3.8415/5).
  expect(a?.approval.low).toBeCloseTo(0.3755, 4);
  expect(a?.approval.high).toBeCloseTo(0.9638, 4);
  // Variance 0.8, t(5) = 2.5706: 8 ± 2.5706 √(0.8/6); variance 1, t(4) = 2.7764: 7 ± 2.7764 √(1/5).
  expect(a?.score.low).toBeCloseTo(8 - 0.9387, 3);
  expect(b?.score.high).toBeCloseTo(7 + 1.2416, 3);

  expect(compared?.pairs).toHaveLength(1);
  const [pair] = compared?.pairs ?? [];
  expect(pair).toMatchObject({ one: 0, other: 1, approval: { isChance: true }, validity: {} });
  expect(pair?.approval?.difference).toBeCloseTo(0.55, 9);
  // Newcombe from the Wilson intervals 0.3755-0.9638 and 0.0456-0.6994.
  expect(pair?.approval?.low).toBeCloseTo(0.55 - Math.hypot(0.8 - 0.3755, 0.6994 - 0.25), 3);
  expect(pair?.approval?.high).toBeCloseTo(0.55 + Math.hypot(0.9638 - 0.8, 0.25 - 0.0456), 3);
  // 7.849 · (5/7 · 2/7 + 2/6 · 4/6) / 0.55² = 11.06 a side, of which 4 are there.
  expect(pair?.approval?.moreNeeded).toBe(12 - 4);
  expect(pair?.score?.difference).toBeCloseTo(1, 9);
  expect(pair?.score?.isChance).toBe(true);

  await projectScores(a, b);
});

/** What the batch wrote is all that was written here, so the project's scoreboards say the same. */
async function projectScores(a: object | undefined, b: object | undefined) {
  const { ctx, projectId } = scene;
  const providers = scripted(goodAnswer);
  const figures = (side: object | undefined) => {
    const { label, total, failed, versions, writer, ...rest } = { ...side } as Record<
      string,
      unknown
    >;
    expect([label, total, failed, versions, writer]).not.toContain(undefined);
    return rest;
  };
  const templates = await scoreTemplates({ ctx, providers, input: { projectId } });
  expect(templates.rows).toHaveLength(2);
  expect(templates.rows[0]).toMatchObject({ ...figures(b), versionId: second, number: 2 });
  expect(templates.rows[1]).toMatchObject({ ...figures(a), versionId: first, isPractice: false });
  expect(templates.pairs).toMatchObject([{ one: 0, other: 1, approval: { isChance: true } }]);

  await runPractice();
  const writers = await scoreWriters({ ctx, providers: practice, input: { projectId } });
  expect(writers.rows).toMatchObject([
    {
      writer: { provider: "scripted", model: "scripted-1", isPractice: false },
      written: 11,
      validity: { count: 9, of: 12 },
      approval: { count: 5, of: 9 },
      costMicros: 29_000,
      costPerApprovedMicros: 5_800,
    },
    { writer: { provider: "practice", isPractice: true }, written: 2, costMicros: 0 },
  ]);
  expect(writers.pairs).toEqual([]);
  const withPractice = await scoreTemplates({ ctx, providers: practice, input: { projectId } });
  expect(withPractice.rows.map(({ isPractice, written }) => [isPractice, written])).toEqual([
    [false, 5],
    [false, 6],
    [true, 2],
  ]);
  expect(withPractice.pairs).toMatchObject([{ one: 0, other: 1 }]);
}

async function runPractice() {
  const { ctx, projectId } = scene;
  const open = await inTransaction(ctx, (tx) =>
    tx.execute<{ id: string }>(
      sql`select id from bright.conversations where generation_state = 'not_generated' order by position limit 2`,
    ),
  );
  const ids = open.rows.map(({ id }) => id);
  const batch = await startAll(ctx, projectId, practice, 2, ids);
  await runHere(ctx, practice, batch.id);
  expect(await compareArms({ ctx, input: { batchId: batch.id } })).toBeNull();
}

test("a line that broke says nothing of validity; what was approved and written anew since still counts", async () => {
  const { ctx, projectId } = scene;
  let calls = 0;
  const providers = scripted(async (request) => {
    calls += 1;
    if (calls === 1) throw new Error("the line broke");
    return goodAnswer(request);
  }, 1);
  const input = { projectId, selection: rest, expectedCount: 2, limit: 2, split: twoVersions() };
  const batch = await startBatch({ ctx, providers, input });
  await runHere(ctx, providers, batch.id);
  const [one, other] = await textsOf(batch.id);
  const written = [...one, ...other];
  expect(written).toHaveLength(1);
  await decide(written, "approve");
  const again = await startAll(ctx, projectId, providers, 1, written);
  await runHere(ctx, providers, again.id);
  const compared = await compareArms({ ctx, input: { batchId: batch.id } });
  expect(compared?.arms.map(({ validity }) => validity.of).toSorted()).toEqual([0, 1]);
  expect(compared?.arms.map(({ written }) => written).toSorted()).toEqual([0, 1]);
  expect(compared?.arms.map(({ approval }) => approval.count).toSorted()).toEqual([0, 1]);
});

test("another workspace finds nothing, and a batch that isn't there is said to be so", async () => {
  const { ctx } = scene;
  const [batch] = await inTransaction(ctx, (tx) =>
    tx.select({ id: batchItems.batchId }).from(batchItems).limit(1),
  );
  const other = await scene.addWorkspace();
  const batchId = batch?.id ?? "";
  const providers = practice;
  const refused = [
    () => compareArms({ ctx: other.ctx, input: { batchId } }),
    () => compareArms({ ctx, input: { batchId: randomUUID() } }),
    () => scoreTemplates({ ctx: other.ctx, providers, input: scene }),
    () => scoreWriters({ ctx: other.ctx, providers, input: scene }),
  ];
  for (const call of refused) await expect(call()).rejects.toMatchObject({ code: "not_found" });
  const viewer = await scene.addMember("viewer");
  expect(await compareArms({ ctx: viewer, input: { batchId } })).not.toBeUndefined();
});
