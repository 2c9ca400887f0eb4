import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { getBatchProgress } from "./get-batch-progress.ts";
import { listBatchItems } from "./list-items.ts";
import { retryFailed } from "./retry-failed.ts";
import { openCallProcess } from "../calls/call-process.ts";
import { callRules } from "../calls/call-rules.ts";
import { listCalls } from "../calls/list-calls.ts";
import { inTransaction } from "../context.ts";
import { ProviderError, type ProviderRequest, type ProviderResponse } from "#/platform/llm/port.ts";
import { rateBuckets } from "#/platform/db/tables/admission.ts";
import { conversations, conversationVersions } from "#/platform/db/tables/conversations.ts";
import { templates } from "#/platform/db/tables/sources.ts";
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

let scene: TestContext;
let ids: string[];
beforeAll(async () => {
  scene = await createGenerationScene({ template: 20, scenario: 0, edge_case: 0 });
  const rows = await inTransaction(scene.ctx, (tx) =>
    tx.select({ id: conversations.id }).from(conversations).orderBy(conversations.position),
  );
  ids = rows.map((row) => row.id);
});
afterAll(() => scene.close());

type Answer = (request: ProviderRequest) => Promise<Partial<ProviderResponse>>;

/** Writes one conversation with a provider that answers as said; gives what is left of it. */
async function writeOne(answer: Answer, id = ids.shift() ?? "") {
  const { ctx, projectId } = scene;
  const providers = scripted(answer);
  const batch = await startAll(ctx, projectId, providers, 1, [id]);
  await runHere(ctx, providers, batch.id);
  const progress = await getBatchProgress({ ctx, input: { batchId: batch.id } });
  const { items } = await listBatchItems({
    ctx,
    input: { batchId: batch.id, page: 1, pageSize: 10 },
  });
  const calls = (await listCalls({ ctx, input: { conversationId: id } })).filter(
    (call) => call.batchId === batch.id,
  );
  const [row] = await inTransaction(ctx, (tx) =>
    tx.select().from(conversations).where(eq(conversations.id, id)),
  );
  return { id, batchId: batch.id, progress, item: items[0], calls, row };
}

test.each<[string, string, Answer]>([
  [
    "throws",
    "unexpected",
    async () => {
      throw new TypeError("secret: sk-12345");
    },
  ],
  ["refuses", "refused", async () => ({ text: "", stopReason: "refusal" })],
  [
    "finds the request wrong",
    "prompt_too_long",
    async () => {
      throw new ProviderError({
        code: "prompt_too_long",
        message: "The prompt is longer than the model can read. Choose fewer or shorter passages.",
        kind: "needs_person",
        raw: { status: 400 },
      });
    },
  ],
])(
  "a provider that %s fails the row at once, with a sentence, and nothing more is asked",
  async (_, code, answer) => {
    const { progress, item, calls, row } = await writeOne(answer);
    expect(progress).toMatchObject({ state: "finished", total: 1, done: 0, failed: 1 });
    expect(item).toMatchObject({ state: "failed", failure: { code } });
    expect(row).toMatchObject({ generationState: "failed", failure: { code }, versionNumber: 0 });
    expect(item?.failure?.message).toMatch(/^[A-Z].+\.$/);
    // A call's own words hold for tests and trials too; of the row they are said once.
    expect(item?.failure?.message.match(/The conversation stays as it was\./g)).toHaveLength(1);
    expect(JSON.stringify(calls[0]?.failure)).not.toContain("conversation stays");
    expect(JSON.stringify(row)).not.toContain("sk-12345");
    expect(calls).toHaveLength(1);
    expect(calls[0]?.finishedAt).not.toBeNull();
  },
);

test.each<[string, string, Partial<ProviderResponse>]>([
  ["broken JSON", "broken_json", { text: '{"messages": [{"role": "user", "content": "Hel' }],
  ["HTML", "not_json", { text: "<html><body>502 Bad Gateway</body></html>" }],
  ["nothing", "empty_answer", { text: "  \n " }],
  ["another shape", "wrong_shape", { text: '{"conversation": []}' }],
  [
    "only a question",
    "broken_structure",
    { text: '{"messages": [{"role": "user", "content": "Hello there."}]}' },
  ],
  ["an empty conversation", "broken_structure", { text: '{"messages": []}' }],
  [
    "NUL and half a pair",
    "broken_structure",
    { text: JSON.stringify({ messages: [{ role: "user", content: "\u0000\ud800" }] }) },
  ],
])("%s gets one repair call, then fails; both answers are kept", async (_, code, answer) => {
  const { calls, row, item } = await writeOne(async () => answer);
  expect(row).toMatchObject({ generationState: "failed", failure: { code }, versionNumber: 0 });
  expect(item?.failure?.message).toContain("kept in the log");
  expect(calls.map((call) => call.state)).toEqual(["invalid", "invalid"]);
  expect(calls.map((call) => call.attempt)).toEqual([1, 2]);
  expect(calls[1]?.parameters).toHaveProperty("repairs");
  expect(item?.failure?.message).toContain("The conversation stays as it was.");
  expect(calls[0]).toMatchObject({ inputTokens: 1_000, outputTokens: 200, costMicros: 2_000 });
  expect(calls[0]?.response).toMatchObject({ raw: { kept: true } });
});

test("an account without money pauses the batch with a sentence; the row waits and nothing more is asked", async () => {
  const { progress, item, calls, row } = await writeOne(async () => {
    throw new ProviderError({
      code: "no_credit",
      message: "The account has no credit. Top it up there.",
      kind: "needs_person",
      status: 402,
      billed: "no",
      raw: { status: 402 },
    });
  });
  expect(progress).toMatchObject({
    state: "paused",
    done: 0,
    failed: 0,
    pause: { kind: "needs_person", by: "no_credit", message: expect.stringContaining("Top it up") },
  });
  expect(item).toMatchObject({ state: "queued", failure: null });
  expect(row).toMatchObject({ generationState: "queued", failure: null });
  expect(calls).toMatchObject([{ state: "failed", costMicros: 0, status: 402 }]);
});

test("an answer that is cut off raises the limit once, then fails", async () => {
  const limits: number[] = [];
  const { calls, row } = await writeOne(async ({ maxOutputTokens }) => {
    limits.push(maxOutputTokens);
    return { text: '{"messages": []}', stopReason: "max_tokens" };
  });
  expect(limits).toHaveLength(2);
  expect(limits[1]).toBe((limits[0] ?? 0) * 2);
  expect(row).toMatchObject({ generationState: "failed", failure: { code: "cut_off" } });
  expect(calls.map((call) => call.state)).toEqual(["invalid", "invalid"]);
  expect(calls[1]?.parameters).toMatchObject({ raised: true });
});

test("a failure of the server is tried again by itself, and each attempt is on the record", async () => {
  let asked = 0;
  const { calls, row, progress } = await writeOne(async (request) => {
    asked += 1;
    if (asked > 2) return goodAnswer(request);
    throw new ProviderError({
      code: "server_error",
      message: "The server has a fault of its own right now. This mostly passes by itself.",
      kind: "retryable",
      status: 500,
      billed: "no",
    });
  });
  expect(row).toMatchObject({ generationState: "generated", versionNumber: 1 });
  expect(progress).toMatchObject({ state: "finished", done: 1, failed: 0, costMicros: 2_000 });
  expect(calls.map((call) => call.state)).toEqual(["failed", "failed", "succeeded"]);
});

test.each(["overloaded", "rate_limited"])(
  "%s in the middle of every answer, which may cost: the row is tried so many times, then fails",
  async (code) => {
    const quick = openCallProcess(scene.ctx.db, { pace: 1_000, random: () => 0 });
    try {
      const { calls, row, item } = await writeOne(async () => {
        throw new ProviderError({
          code,
          message: "It broke off in the middle of its answer.",
          kind: "retryable",
          billed: "unknown",
          partial: { text: "{", usage: null },
        });
      });
      expect(row).toMatchObject({ generationState: "failed", failure: { code } });
      expect(item?.failure?.message).toContain(`tried ${callRules.mostRetries + 1} times`);
      expect(calls.map(({ state }) => state)).toEqual(
        Array.from({ length: callRules.mostRetries + 1 }, () => "billed_unknown"),
      );
    } finally {
      await quick.close();
      await scene.ownerDb.delete(rateBuckets);
    }
  },
);

test("a repair that works becomes the version; the rule went along, and both calls are paid", async () => {
  const asked: ProviderRequest[] = [];
  const { calls, row, progress } = await writeOne(async (request) => {
    asked.push(request);
    if (asked.length === 1)
      return { text: '{"messages": [{"role": "assistant", "content": "Me first."}]}' };
    return { text: "```json\n" + (await goodAnswer(request)).text + "\n```" };
  });
  expect(row).toMatchObject({
    generationState: "generated",
    versionNumber: 1,
    failure: null,
    isPractice: false,
  });
  expect(calls.map((call) => call.state)).toEqual(["invalid", "succeeded"]);
  expect(asked[1]?.messages.at(-1)?.content).toContain("The first message isn't the client's.");
  expect(asked[1]?.messages.at(-2)).toMatchObject({
    role: "assistant",
    content: expect.stringContaining("Me first."),
  });
  expect(progress.costMicros).toBe(4_000);
});

test("a failed row keeps its former text, and retrying writes the failed ones alone", async () => {
  const { ctx } = scene;
  const first = await writeOne(goodAnswer);
  expect(first.row).toMatchObject({ generationState: "generated", versionNumber: 1 });
  const again = await writeOne(async () => {
    throw new Error("down");
  }, first.id);
  expect(again.row).toMatchObject({
    generationState: "generated",
    failure: { message: expect.any(String) },
    versionNumber: 1,
    contentHash: first.row?.contentHash,
  });

  const providers = scripted(goodAnswer);
  const retried = await retryFailed({ ctx, input: { batchId: again.batchId } });
  expect(retried).toMatchObject({ state: "running", failed: 0, total: 1, finishedAt: null });
  await runHere(ctx, providers, again.batchId);
  const done = await getBatchProgress({ ctx, input: { batchId: again.batchId } });
  expect(done).toMatchObject({ state: "finished", done: 1, failed: 0 });
  const versions = await inTransaction(ctx, (tx) =>
    tx.select().from(conversationVersions).where(eq(conversationVersions.conversationId, first.id)),
  );
  expect(versions.map((version) => version.number).sort()).toEqual([1, 2]);
  expect(new Set(versions.map((version) => version.contentHash)).size).toBe(2);
  await expect(retryFailed({ ctx, input: { batchId: again.batchId } })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("no failed conversation"),
  });
});

test("a writer that is gone pauses the batch, a template that is gone fails the row; each with a sentence", async () => {
  const { ctx, projectId } = scene;
  const batch = await startAll(ctx, projectId, scripted(goodAnswer), 1, [ids.shift() ?? ""]);
  await runHere(ctx, practice, batch.id);
  expect(await getBatchProgress({ ctx, input: { batchId: batch.id } })).toMatchObject({
    state: "paused",
    failed: 0,
    pause: { kind: "needs_person", message: expect.stringContaining('"scripted"') },
  });

  await scene.ownerDb.delete(templates).where(eq(templates.tier, "template"));
  const { row, calls } = await writeOne(goodAnswer);
  expect(row).toMatchObject({ generationState: "failed", failure: { code: "conflict" } });
  expect(calls).toEqual([]);
});

test("each failure and each text has exactly one audit event", async () => {
  const { ctx } = scene;
  const counts = await inTransaction(ctx, async (tx) => ({
    failed: await tx.$count(auditEvents, eq(auditEvents.action, "conversation.failed")),
    generated: await tx.$count(auditEvents, eq(auditEvents.action, "conversation.generated")),
    versions: await tx.$count(conversationVersions),
  }));
  expect(counts).toEqual({ failed: 15, generated: 4, versions: 4 });
});
