import { afterAll, beforeEach, expect, test } from "vitest";
import { decideConversations } from "./decide.ts";
import { type Context, inTransaction } from "../context.ts";
import { getConversation } from "../conversations/get-conversation.ts";
import { createExport } from "../exports/create-export.ts";
import { previewExport } from "../exports/preview-export.ts";
import { cancelBatch } from "../generation/cancel-batch.ts";
import { getBatchProgress } from "../generation/get-batch-progress.ts";
import { retryFailed } from "../generation/retry-failed.ts";
import { getOverview } from "../overview/get-overview.ts";
import type { Providers } from "../writers/registry.ts";
import { exportRows } from "#/platform/db/tables/generation.ts";
import { ProviderError } from "#/platform/llm/port.ts";
import type { TestContext } from "../../../test/context.ts";
import {
  createGenerationScene,
  goodAnswer,
  holding,
  runHere,
  scripted,
  startAll,
  statesOf,
} from "../../../test/generation.ts";

let scene: TestContext;
let ctx: Context;
let projectId: string;
let conversationId: string;

const good = scripted(goodAnswer, 1);
const refusing = scripted(async () => {
  throw new ProviderError({ code: "refused", message: "The writer refuses.", kind: "refused" });
}, 1);

const detail = () => getConversation({ ctx, input: { conversationId } });
const inExport = async () => (await previewExport({ ctx, input: { projectId } })).rowCount;
const writeAgain = async (providers: Providers) => {
  const { id } = await startAll(ctx, projectId, providers, 1, [conversationId]);
  return id;
};

beforeEach(async () => {
  await scene?.close();
  scene = await createGenerationScene({ template: 1, scenario: 0, edge_case: 0 });
  ({ ctx, projectId } = scene);
  const [row] = await statesOf(ctx);
  conversationId = row?.id ?? "";
  await runHere(ctx, good, await writeAgain(good));
  const selection = { kind: "ids" as const, ids: [conversationId] };
  await decideConversations({ ctx, input: { projectId, selection, decision: "approve" } });
});
afterAll(() => scene.close());

test("an approved text whose rewriting fails stays approved, shown and exported; the failure is told and tried again", async () => {
  const before = await detail();
  const batchId = await writeAgain(refusing);
  await runHere(ctx, refusing, batchId);
  const after = await detail();
  expect(after).toMatchObject({
    badge: "approved",
    generationState: "generated",
    contentHash: before.contentHash,
    messages: before.messages,
    failure: { message: expect.stringContaining("The writer refuses.") },
  });
  expect(await getBatchProgress({ ctx, input: { batchId } })).toMatchObject({ failed: 1 });
  expect(await getOverview({ ctx, input: { projectId } })).toMatchObject({
    approved: 1,
    generated: 1,
  });
  const { rowCount } = await createExport({ ctx, input: { projectId } });
  expect(rowCount).toBe(1);
  expect(await inTransaction(ctx, (tx) => tx.select().from(exportRows))).toMatchObject([
    { contentHash: before.contentHash },
  ]);

  // A new text does void the approval, and the failure with it.
  await retryFailed({ ctx, input: { batchId } });
  await runHere(ctx, good, batchId);
  expect(await detail()).toMatchObject({
    failure: null,
    reviewState: expect.not.stringMatching("approved"),
  });
  expect((await statesOf(ctx))[0]).toMatchObject({ state: "generated", version: 2 });
  expect(await inExport()).toBe(0);
  await expect(retryFailed({ ctx, input: { batchId } })).rejects.toMatchObject({
    code: "conflict",
  });
});

test("while another text is written the approved one is exported; a stop leaves all as it was", async () => {
  const slow = holding();
  const batchId = await writeAgain(slow.providers);
  expect(await inExport()).toBe(1);
  const run = runHere(ctx, slow.providers, batchId);
  await slow.untilAsked(1);
  expect(await detail()).toMatchObject({ badge: "generating", reviewState: "approved" });
  expect(await getOverview({ ctx, input: { projectId } })).toMatchObject({
    approved: 1,
    generated: 1,
    byStatus: { generating: 1 },
  });
  expect(await inExport()).toBe(1);
  slow.open();
  await run;
  expect(await inExport()).toBe(0);
});

test("a stopped run, before and after a failed try, leaves the approved text approved", async () => {
  const stop = async () => {
    const batchId = await writeAgain(good);
    await cancelBatch({ ctx, input: { batchId } });
    await runHere(ctx, good, batchId);
  };
  await stop();
  expect(await detail()).toMatchObject({ badge: "approved", failure: null });
  await runHere(ctx, refusing, await writeAgain(refusing));
  await stop();
  expect(await detail()).toMatchObject({ badge: "approved", failure: { code: "refused" } });
  expect(await inExport()).toBe(1);
});
