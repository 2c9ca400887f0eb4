import { afterAll, beforeAll, expect, test } from "vitest";
import { exportCalls } from "./export-calls.ts";
import { getCall } from "./get-call.ts";
import { listCallLines } from "./list-call-lines.ts";
import { inTransaction } from "../context.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { addConversation } from "../../../test/scene.ts";

let scene: TestContext;
let conversationId: string;
const COUNT = 123;

beforeAll(async () => {
  scene = await createTestContext();
  conversationId = await addConversation(scene.ctx, scene.projectId);
  const { ctx, projectId } = scene;
  // Many in one microsecond: a page must not end between two of the same moment and lose one.
  const rows = Array.from({ length: COUNT }, (_, place) => ({
    workspaceId: ctx.workspaceId,
    projectId,
    purpose: "write",
    conversationId,
    attempt: place + 1,
    state: place % 10 === 0 ? "failed" : "succeeded",
    provider: "fake",
    model: "m-1",
    parameters: { seed: place },
    request: { messages: [{ role: "user", content: `Question ${place}` }] },
    requestHash: "0",
    response: { text: `Answer ${place}` },
    sentAt: new Date(Date.UTC(2026, 2, 4, 10, 0, Math.floor(place / 60))),
  }));
  await inTransaction(ctx, (tx) => tx.insert(callAttempts).values(rows));
});
afterAll(() => scene.close());

const linesOf = async (input: Parameters<typeof exportCalls>[0]["input"]) => {
  const { fileName, lines } = await exportCalls({ ctx: scene.ctx, input });
  const all: { id: string; attempt: number; response: unknown }[] = [];
  for await (const line of lines) {
    expect(line.endsWith("\n")).toBe(true);
    all.push(JSON.parse(line));
  }
  return { fileName, all };
};

test("the log is a page without texts, with how many there are and how many failed", async () => {
  const { ctx, projectId } = scene;
  const first = await listCallLines({ ctx, input: { projectId, conversationId, pageSize: 50 } });
  expect(first.calls).toHaveLength(50);
  expect(first).toMatchObject({ total: COUNT, counts: { all: COUNT, failed: 13 } });
  expect(Object.keys(first.calls[0] ?? {})).not.toContain("request");
  const failed = await listCallLines({ ctx, input: { projectId, conversationId, show: "failed" } });
  expect(failed.total).toBe(13);
  expect(new Set(failed.calls.map(({ state }) => state))).toEqual(new Set(["failed"]));
});

test("one call is read whole", async () => {
  const { ctx, projectId } = scene;
  const { calls } = await listCallLines({ ctx, input: { projectId, conversationId } });
  const callId = calls[3]?.id ?? "";
  const whole = await getCall({ ctx, input: { callId } });
  expect(whole).toMatchObject({ id: callId, attempt: calls[3]?.attempt });
  expect(whole.response).toEqual({ text: `Answer ${whole.attempt - 1}` });
});

test("the exported log holds every call once, in the order of sending", async () => {
  const { all, fileName } = await linesOf({ conversationId });
  expect(fileName).toMatch(/^calls-.+\.jsonl$/);
  expect(new Set(all.map(({ id }) => id)).size).toBe(COUNT);
  expect(all).toHaveLength(COUNT);
  expect(all.every(({ response }) => response !== null)).toBe(true);
});

test("another workspace's calls look as if they weren't there", async () => {
  const { ctx, projectId } = await scene.addWorkspace();
  const { calls } = await listCallLines({ ctx: scene.ctx, input: { projectId: scene.projectId } });
  const callId = calls[0]?.id ?? "";
  await expect(getCall({ ctx, input: { callId } })).rejects.toMatchObject({ code: "not_found" });
  await expect(exportCalls({ ctx, input: { conversationId } })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(listCallLines({ ctx, input: { projectId: scene.projectId } })).rejects.toMatchObject(
    { code: "not_found" },
  );
  const own = await listCallLines({ ctx, input: { projectId, conversationId } });
  expect(own.total).toBe(0);
});
