import { afterAll, beforeAll, expect, test } from "vitest";
import { eq } from "drizzle-orm";
import { getBatchProgress } from "./get-batch-progress.ts";
import { listBatchItems } from "./list-items.ts";
import { listCalls } from "../calls/list-calls.ts";
import { inTransaction } from "../context.ts";
import { getConversation } from "../conversations/get-conversation.ts";
import { createPlan } from "../planning/create-plan.ts";
import { countWords, wordsOf } from "#/lib/words.ts";
import {
  conversations,
  conversationVersions,
  messages,
} from "#/platform/db/tables/conversations.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";
import { auditEvents } from "#/platform/db/tables/workspaces.ts";
import type { TestContext } from "../../../test/context.ts";
import { createGenerationScene, practice, runHere, startAll } from "../../../test/generation.ts";
import { readSample } from "../../../test/sample.ts";

let scene: TestContext;
let batchId: string;
let texts: Text[];
interface Text {
  row: typeof conversations.$inferSelect;
  said: (typeof messages.$inferSelect)[];
}

beforeAll(async () => {
  scene = await createGenerationScene(null);
  const { ctx, projectId } = scene;
  const counts = { template: 40, scenario: 35, edge_case: 15 };
  await createPlan({ ctx, input: { projectId, counts, seed: 1 } });
  ({ id: batchId } = await startAll(ctx, projectId, practice, 90));
  await runHere(ctx, practice, batchId);
  texts = await inTransaction(ctx, async (tx) => {
    const rows = await tx.select().from(conversations).orderBy(conversations.position);
    const said = await tx.select().from(messages).orderBy(messages.versionId, messages.position);
    const byVersion = Map.groupBy(said, (message) => message.versionId);
    return rows.map((row) => ({ row, said: byVersion.get(row.currentVersionId ?? "") ?? [] }));
  });
});
afterAll(() => scene.close());

test("90 rows are planned, written and stored, each once", async () => {
  const progress = await getBatchProgress({ ctx: scene.ctx, input: { batchId } });
  expect(progress).toMatchObject({
    state: "finished",
    total: 90,
    done: 90,
    failed: 0,
    cancelled: 0,
    running: [],
    costMicros: 0,
    isPractice: true,
    writer: "Practice writer",
    secondsLeft: null,
  });
  const counts = await inTransaction(scene.ctx, async (tx) => ({
    versions: await tx.$count(conversationVersions),
    calls: await tx.$count(callAttempts, eq(callAttempts.state, "succeeded")),
    generated: await tx.$count(auditEvents, eq(auditEvents.action, "conversation.generated")),
    finished: await tx.$count(auditEvents, eq(auditEvents.action, "batch.finished")),
  }));
  expect(counts).toEqual({ versions: 90, calls: 90, generated: 90, finished: 1 });
});

test("every one has the planned number of messages, taking turns, and is marked as practice", () => {
  for (const { row, said } of texts) {
    expect(row).toMatchObject({ generationState: "generated", isPractice: true, failure: null });
    expect(said).toHaveLength((row.plan as { messageCount: number }).messageCount);
    said.forEach((message, place) => {
      expect(message.role).toBe(place % 2 === 0 ? "user" : "assistant");
    });
    expect(row.score).toBeGreaterThanOrEqual(8);
  }
});

test("passages are cited by one heading, never by a path", () => {
  const said = texts.flatMap((text) => text.said.map(({ content }) => content));
  expect(said.filter((content) => /"[^"]*(?: > | · )[^"]*"/.test(content))).toEqual([]);
  expect(said.some((content) => /notes on "[^"]+"/.test(content))).toBe(true);
});

test("the history names the writer by the name that was shown before it began", async () => {
  const conversationId = texts[0]?.row.id ?? "";
  const detail = await getConversation({ ctx: scene.ctx, input: { conversationId } });
  expect(detail.shownVersion).toMatchObject({ writer: "Practice writer", isPractice: true });
});

test("at least 95 % of the messages are within their word bands", () => {
  const all = texts.flatMap(({ said }) => said);
  const fitting = all.filter(({ role, content }) => {
    const words = countWords(content);
    return role === "user" ? words >= 20 && words <= 150 : words >= 50 && words <= 250;
  });
  expect(fitting.length / all.length).toBeGreaterThanOrEqual(0.95);
});

test("no message comes twice in a conversation, and no two conversations are alike", () => {
  const shingles = texts.map(({ said }) => {
    expect(new Set(said.map(({ content }) => content)).size).toBe(said.length);
    const words = said
      .map(({ content }) => content.toLowerCase())
      .join(" ")
      .split(/[^\p{L}\p{N}']+/u);
    return new Set(words.slice(4).map((_, place) => words.slice(place, place + 5).join(" ")));
  });
  let nearest = 0;
  for (const [place, one] of shingles.entries()) {
    for (const other of shingles.slice(place + 1)) {
      const shared = [...one].filter((words) => other.has(words)).length;
      nearest = Math.max(nearest, shared / (one.size + other.size - shared));
    }
  }
  expect(nearest).toBeLessThan(0.5);
});

test("the client's feelings run from the arc's start to its end", async () => {
  const { storylines } = await readSample();
  const withArc = texts.filter(({ row }) => row.tier === "template");
  for (const { row, said } of withArc) {
    const plan = row.plan as { arc: string };
    const arc = storylines.arcs.find(({ key }) => key === plan.arc);
    const emotions = said
      .filter(({ role }) => role === "user")
      .map((message) => message.emotions) as {
      primary: string;
      intensity: number;
    }[];
    expect(emotions[0]?.primary).toBe((row.labels as { emotion: string }).emotion);
    expect(emotions.at(-1)?.primary).toBe(arc?.end.emotion);
    for (const [emotion, point] of [
      [emotions[0], arc?.start],
      [emotions.at(-1), arc?.end],
    ] as const) {
      expect(emotion?.intensity).toBeGreaterThanOrEqual(point?.intensity[0] ?? 2);
      expect(emotion?.intensity).toBeLessThanOrEqual(point?.intensity[1] ?? -1);
    }
  }
});

test("scenarios lean on their passages, and passages are told, not recited", async () => {
  const { documents } = await readSample();
  const words = (text: string) => wordsOf(text.toLowerCase());
  const source = ` ${words(documents.flatMap(({ parts }) => parts.map(({ content }) => content)).join(" ")).join(" ")} `;
  for (const { row, said } of texts.filter(({ row }) => row.tier === "scenario")) {
    const answers = said.filter(({ role }) => role === "assistant").map(({ content }) => content);
    expect(
      answers.filter((answer) => /\bour notes\b/i.test(answer)).length,
      row.reference,
    ).toBeGreaterThan(0);
    const spoken = words(answers.join(" "));
    const copied = spoken
      .map((_, place) => spoken.slice(place, place + 17))
      .filter((run) => run.length === 17 && source.includes(` ${run.join(" ")} `));
    expect(copied, row.reference).toEqual([]);
  }
});

test("edge cases name their boundary and somebody to turn to in the first answer, and advise on nothing", async () => {
  const { storylines, taxonomy, documents } = await readSample();
  const advice = (taxonomy.dimensions.find(({ key }) => key === "topic")?.values ?? []).flatMap(
    ({ attributes }) => [
      ...(attributes["facts"] as string[]),
      ...(attributes["steps"] as string[]),
    ],
  );
  expect(documents.length).toBeGreaterThan(0);
  for (const { row, said } of texts.filter(({ row }) => row.tier === "edge_case")) {
    const edge = storylines.edgeCases.find(
      ({ key }) => key === (row.plan as { edgeCase: string }).edgeCase,
    );
    const first = said[1]?.content ?? "";
    const names = (edge?.referral ?? []).map((name) =>
      name
        .replace(/\b(?:the|a|an)\b ?/gi, "")
        .replace(/client(?:'s)?/gi, "")
        .slice(0, 12)
        .trim()
        .toLowerCase(),
    );
    expect(
      names.some((name) =>
        first
          .replace(/\b(?:the|a|an)\b ?/gi, "")
          .toLowerCase()
          .includes(name),
      ),
      row.reference,
    ).toBe(true);
    const answers = said
      .filter(({ role }) => role === "assistant")
      .map(({ content }) => content)
      .join(" ");
    for (const fact of advice) expect(answers).not.toContain(fact);
    expect(answers).not.toMatch(/\bour notes\b/i);
    expect(row.reviewState).toBe(edge?.needsExpertReview ? "needs_review" : "none");
  }
});

test("nothing of the plan or the prompt is spoken", () => {
  for (const { row, said } of texts) {
    for (const { content } of said) {
      expect(content, row.reference).not.toMatch(
        /[{}<>[\]]|undefined|NaN|\bnull\b|\bchunk\b|[a-z]+-[a-z]+-[a-z]+-[a-z]+-[a-z]+/,
      );
      expect(content, row.reference).not.toMatch(/\bthe client\b/i);
    }
  }
});

test("every call is on the record with its request, tokens and cost", async () => {
  const { items, total } = await listBatchItems({
    ctx: scene.ctx,
    input: { batchId, page: 2, pageSize: 40 },
  });
  expect(total).toBe(90);
  expect(items).toHaveLength(40);
  expect(items[0]).toMatchObject({ state: "done", attempts: 1, failure: null });
  expect(items[0]?.persona).toMatch(/^[A-Z]/);
  const conversationId = items[0]?.conversationId ?? "";
  const alone = { batchId, conversationId, page: 1, pageSize: 5 };
  expect(await listBatchItems({ ctx: scene.ctx, input: alone })).toEqual({
    items: [items[0]],
    total: 1,
  });
  const [call] = await listCalls({
    ctx: scene.ctx,
    input: { conversationId: items[0]?.conversationId ?? "" },
  });
  expect(call).toMatchObject({
    purpose: "write",
    attempt: 1,
    state: "succeeded",
    provider: "practice",
    costMicros: 0,
  });
  expect(call?.inputTokens).toBeGreaterThan(500);
  expect(call?.finishedAt).toBeInstanceOf(Date);
  const request = call?.request as { messages: { role: string; content: string }[] };
  expect(request.messages[0]).toMatchObject({
    role: "system",
    content: expect.stringContaining("Nora Whitlock"),
  });
  expect(request.messages[1]?.content).not.toContain("{{");
});
