import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createBatchRunner } from "./generate-batch.ts";
import { type CallProcess, openCallProcess } from "#/core/calls/call-process.ts";
import { getBatchProgress } from "#/core/generation/get-batch-progress.ts";
import { conversationVersions } from "#/platform/db/tables/conversations.ts";
import type { TestContext } from "../../../test/context.ts";
import { createGenerationScene, goodAnswer, scripted, startAll } from "../../../test/generation.ts";
import { makeTemporaryFolder, waitFor } from "../../../test/temporary-folder.ts";

let scene: TestContext;
let folder: Awaited<ReturnType<typeof makeTemporaryFolder>>;
let calls: CallProcess;
beforeEach(async () => {
  scene = await createGenerationScene({ template: 1, scenario: 0, edge_case: 0 });
  folder = await makeTemporaryFolder();
  calls = openCallProcess(scene.ctx.db, { spoolDirectory: folder.path });
});
afterEach(async () => {
  await calls.close();
  await scene.close();
  await folder.remove();
});

test("a spool that can't be read keeps nobody from finding batches", async () => {
  const { ctx, projectId } = scene;
  const orphan = `${2 ** 22 + 1}-${"0".repeat(12)}-${crypto.randomUUID()}.jsonl`;
  await mkdir(join(folder.path, orphan));
  const providers = scripted(goodAnswer);
  const { id: batchId } = await startAll(ctx, projectId, providers, 1);
  const runner = createBatchRunner({
    db: ctx.db,
    log: pino({ level: "silent" }),
    providers,
    sweepMs: 50,
  });
  try {
    const state = async () => (await getBatchProgress({ ctx, input: { batchId } })).state;
    await waitFor("the batch", async () => (await state()) === "finished", 10_000);
    expect(await scene.ownerDb.$count(conversationVersions)).toBe(1);
  } finally {
    await runner.stop(1_000);
  }
});
