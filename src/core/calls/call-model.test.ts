import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { callModel } from "./call-model.ts";
import { listCalls } from "./list-calls.ts";
import { createProviders, getWriter } from "../writers/registry.ts";
import { inTransaction } from "../context.ts";
import {
  freePrices,
  noTokens,
  type Provider,
  ProviderError,
  type ProviderUsage,
} from "#/platform/llm/port.ts";
import { rateBuckets } from "#/platform/db/tables/admission.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { addConversation } from "../../../test/scene.ts";

let scene: TestContext;
beforeAll(async () => {
  scene = await createTestContext();
});
afterAll(() => scene.close());

const model = {
  model: "m-1",
  label: "M 1",
  prices: { ...freePrices, input: 2, output: 10.5 },
  secondsPerConversation: 1,
  concurrency: 1,
};
const providersWith = (generate: Provider["generate"]) =>
  createProviders([{ id: "fake", label: "Fake", isPractice: false, models: [model], generate }]);
const call = (conversationId: string | null = null) => ({
  projectId: scene.projectId,
  purpose: "write",
  conversationId,
  provider: "fake",
  request: {
    model: "m-1",
    messages: [{ role: "user" as const, content: "Hello \u0000" }],
    outputSchema: {},
    maxOutputTokens: 10,
    material: {},
  },
  parameters: { seed: 1 },
});
const readAttempt = async (id: string | null) => {
  const [row] = await inTransaction(scene.ctx, (tx) =>
    tx
      .select()
      .from(callAttempts)
      .where(eq(callAttempts.id, id ?? "")),
  );
  return row;
};
const answer = {
  text: "Hi \ud800",
  stopReason: "end" as const,
  usage: { ...noTokens, inputTokens: 100, outputTokens: 7 },
  limits: null,
  providerRequestId: "r-1",
  raw: { id: 1 },
};

test("the attempt is committed as sent before the provider is asked, and settled after", async () => {
  const { ctx } = scene;
  const conversationId = await addConversation(ctx, scene.projectId);
  let seen: unknown;
  const providers = providersWith(async () => {
    // From another connection: only what was committed is visible.
    [seen] = await scene.ownerDb
      .select()
      .from(callAttempts)
      .where(eq(callAttempts.conversationId, conversationId));
    return answer;
  });
  const result = await callModel({ ctx, providers, input: call(conversationId) });
  expect(seen).toMatchObject({
    state: "sent",
    attempt: 1,
    response: null,
    finishedAt: null,
    parameters: { seed: 1 },
  });
  expect(result).toMatchObject({ failure: null, response: answer });
  expect(await readAttempt(result.attemptId)).toMatchObject({
    state: "succeeded",
    inputTokens: 100,
    outputTokens: 7,
    costMicros: 274,
    providerRequestId: "r-1",
    response: { text: "Hi \uFFFD", stopReason: "end", raw: { id: 1 } },
    requestHash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  await callModel({ ctx, providers, input: call(conversationId) });
  const calls = await listCalls({ ctx, input: { conversationId } });
  expect(calls.map((each) => each.attempt)).toEqual([1, 2]);
});

test.each<[string, Provider["generate"], object]>([
  [
    "in words of its own",
    async () => {
      throw new ProviderError({
        code: "full",
        message: "The writer is full. Try again later.",
        kind: "retryable",
        raw: { status: 529 },
      });
    },
    {
      state: "failed",
      failure: { code: "full", message: "The writer is full. Try again later.", retryable: true },
      response: { raw: { status: 529 } },
    },
  ],
  [
    "in words that Postgres can't hold",
    async () => {
      throw new ProviderError({
        code: "full",
        message: 'It says: "a\u0000b \ud83d".',
        kind: "retryable",
        providerRequestId: "r\u0000-2",
        raw: { words: "\u0000\ud83d" },
      });
    },
    {
      state: "failed",
      failure: { code: "full", message: 'It says: "ab \uFFFD".', retryable: true },
      providerRequestId: "r-2",
    },
  ],
  [
    "with an unknown error",
    () => {
      throw new Error("password=hunter2");
    },
    { state: "billed_unknown", failure: { code: "unexpected", retryable: true }, response: null },
  ],
])(
  "a failure %s is returned and kept, and no text of a stranger is shown",
  async (_, generate, kept) => {
    const result = await callModel({
      ctx: scene.ctx,
      providers: providersWith(generate),
      input: call(),
    });
    expect(result.response).toBeNull();
    const row = await readAttempt(result.attemptId);
    expect(row).toMatchObject(kept);
    expect(JSON.stringify(row)).not.toContain("hunter2");
  },
);

test("a provider that ignores its signal doesn't hold the caller", async () => {
  const stop = new AbortController();
  const providers = providersWith(async () => {
    stop.abort();
    return new Promise(() => undefined);
  });
  const result = await callModel({ ctx: scene.ctx, providers, input: call(), signal: stop.signal });
  expect(result.failure).toMatchObject({ code: "stopped", retryable: true });
  const before = await callModel({
    ctx: scene.ctx,
    providers,
    input: call(),
    signal: AbortSignal.abort(),
  });
  expect(before.failure).toMatchObject({ code: "stopped" });
});

test.each<[string, Partial<ProviderUsage> | null, object]>([
  ["none", null, { inputTokens: 31, outputTokens: 2, costMicros: 83 }],
  ["zeros", {}, { inputTokens: 31, outputTokens: 2, costMicros: 83 }],
  [
    "no numbers",
    { inputTokens: Number.NaN, outputTokens: -3 },
    { inputTokens: 31, outputTokens: 2, costMicros: 83 },
  ],
  [
    "input alone",
    { cacheReadTokens: 40 },
    { inputTokens: 40, outputTokens: 2, cacheReadTokens: 40, costMicros: 21 },
  ],
  [
    "output alone",
    { outputTokens: 100 },
    { inputTokens: 31, outputTokens: 100, costMicros: 1_112 },
  ],
])(
  "of an answer whose usage tells %s the rest is estimated: a text is never free",
  async (_, usage, expected) => {
    const providers = providersWith(async () => ({
      ...answer,
      usage: usage && { ...noTokens, ...usage },
    }));
    const { attemptId } = await callModel({ ctx: scene.ctx, providers, input: call() });
    expect(await readAttempt(attemptId)).toMatchObject({ ...expected, isUsageEstimated: true });
  },
);

test("what a server tells is not estimated, and an answer without a text may have no output", async () => {
  const usage = { ...noTokens, inputTokens: 100 };
  const providers = providersWith(async () => ({ ...answer, text: "", usage }));
  const { attemptId } = await callModel({ ctx: scene.ctx, providers, input: call() });
  expect(await readAttempt(attemptId)).toMatchObject({
    inputTokens: 100,
    outputTokens: 0,
    costMicros: 200,
    isUsageEstimated: false,
  });
});

test("counts that are absurd together are stored, and shut the model for a minute, not for days", async () => {
  const level = { limit: 1_000, remaining: 1_000, resetSeconds: null };
  const providers = providersWith(async () => ({
    ...answer,
    limits: { requests: level, inputTokens: level, outputTokens: level },
    usage: {
      inputTokens: 2e9,
      cacheReadTokens: 2e9,
      cacheWriteTokens: 2e9,
      cacheWriteHourTokens: 2e9,
      outputTokens: 9e99,
    },
  }));
  const { attemptId } = await callModel({ ctx: scene.ctx, providers, input: call() });
  expect(await readAttempt(attemptId)).toMatchObject({
    state: "succeeded",
    inputTokens: 2e9,
    outputTokens: 2e9,
  });
  const [bucket] = await scene.ownerDb.select().from(rateBuckets);
  expect(bucket?.outputLevel).toBe(-1_000);
  await scene.ownerDb.delete(rateBuckets);
});

test("nothing is recorded or sent for a writer that isn't there, a viewer, or inside a transaction", async () => {
  const providers = providersWith(async () => answer);
  const count = () => scene.ownerDb.$count(callAttempts);
  const before = await count();
  await expect(
    callModel({ ctx: scene.ctx, providers, input: { ...call(), provider: "other" } }),
  ).rejects.toMatchObject({ code: "unavailable" });
  const viewer = await scene.addMember("viewer");
  await expect(callModel({ ctx: viewer, providers, input: call() })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(
    inTransaction(scene.ctx, (_, ctx) => callModel({ ctx, providers, input: call() })),
  ).rejects.toThrow("inside a transaction");
  expect(await count()).toBe(before);
  expect((await getWriter(scene.ctx, providers)).model.model).toBe("m-1");
});

test("calls of a foreign conversation aren't shown", async () => {
  const other = await scene.addWorkspace();
  const conversationId = await addConversation(scene.ctx, scene.projectId);
  await expect(listCalls({ ctx: other.ctx, input: { conversationId } })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(listCalls({ ctx: scene.ctx, input: { conversationId: "x" } })).rejects.toMatchObject(
    { code: "not_found" },
  );
});
