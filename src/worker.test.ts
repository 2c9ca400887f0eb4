import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { inTransaction } from "#/core/context.ts";
import { getBatchProgress } from "#/core/generation/get-batch-progress.ts";
import { addressOf } from "#/platform/db/listen-hub.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import { batches, batchItems, callAttempts } from "#/platform/db/tables/generation.ts";
import type { TestContext } from "../test/context.ts";
import { createGenerationScene, practice, startAll } from "../test/generation.ts";
import { makeTemporaryFolder, waitFor } from "../test/temporary-folder.ts";

const ROWS = 60;

let scene: TestContext;
let folder: Awaited<ReturnType<typeof makeTemporaryFolder>>;
let workers: ChildProcess[] = [];
beforeEach(async () => {
  folder = await makeTemporaryFolder();
  scene = await createGenerationScene({ template: ROWS, scenario: 0, edge_case: 0 });
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => end(worker, "SIGKILL")));
  workers = [];
  await scene.close();
  await folder.remove();
});

/** Starts the worker as the supervisor does, and waits for its line that says it is ready. */
async function startWorker(): Promise<ChildProcess> {
  const worker = spawn(process.execPath, [join(import.meta.dirname, "worker.ts")], {
    env: {
      NODE_ENV: "production",
      PATH: process.env["PATH"],
      BRIGHT_DATA_DIR: folder.path,
      DATABASE_APP_URL: addressOf(scene.ctx.db),
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  workers.push(worker);
  if (!worker.stdout) throw new Error("the worker has no output");
  const lines = createInterface({ input: worker.stdout });
  await new Promise<void>((ready, failed) => {
    lines.on("line", (line) => {
      if (line.includes("the worker is ready")) ready();
    });
    lines.on("close", () => failed(new Error("the worker ended before it was ready")));
  });
  return worker;
}

async function end(worker: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (worker.exitCode !== null || worker.signalCode !== null) return worker.exitCode;
  const ended = once(worker, "exit");
  worker.kill(signal);
  await ended;
  return worker.exitCode;
}

const progressOf = (batchId: string) => getBatchProgress({ ctx: scene.ctx, input: { batchId } });
const finished = (batchId: string) =>
  waitFor("the end of the batch", async () => (await progressOf(batchId)).state === "finished");
const someDone = (batchId: string, count: number) =>
  waitFor("some that are done", async () => (await progressOf(batchId)).done >= count);

test("a worker that is killed in the middle loses nothing and doubles nothing", async () => {
  const { ctx, projectId, ownerDb } = scene;
  const first = await startWorker();
  const { id } = await startAll(ctx, projectId, practice, ROWS);
  await someDone(id, 3);
  await end(first, "SIGKILL");
  const left = await progressOf(id);
  expect(left).toMatchObject({ state: "running" });
  expect(left.done).toBeLessThan(ROWS);

  await startWorker();
  await finished(id);
  expect(await progressOf(id)).toMatchObject({ done: ROWS, failed: 0, cancelled: 0 });
  const versions = await inTransaction(ctx, (tx) =>
    tx.select({ version: conversations.versionNumber }).from(conversations),
  );
  expect(versions.map(({ version }) => version)).toEqual(Array.from({ length: ROWS }, () => 1));
  // Calls that were in flight when it died: at most one for each lane.
  expect(await ownerDb.$count(callAttempts, eq(callAttempts.state, "sent"))).toBeLessThanOrEqual(4);
});

test("a batch is taken up within a second; a worker that is told to stop leaves nothing half done", async () => {
  const { ctx, projectId, ownerDb } = scene;
  const worker = await startWorker();
  const { id } = await startAll(ctx, projectId, practice, ROWS);
  await someDone(id, 3);
  expect(await end(worker, "SIGTERM")).toBe(0);
  const states = await ownerDb.select({ state: batchItems.state }).from(batchItems);
  expect(new Set(states.map(({ state }) => state))).not.toContain("running");
  const [waited] = await ownerDb
    .select({
      seconds: sql<number>`extract(epoch from min(${batchItems.startedAt}) - min(${batches.createdAt}))::float8`,
    })
    .from(batchItems)
    .innerJoin(batches, eq(batches.id, batchItems.batchId));
  expect(waited?.seconds).toBeLessThan(1);

  await startWorker();
  await finished(id);
  expect(await progressOf(id)).toMatchObject({ done: ROWS, failed: 0 });
});
