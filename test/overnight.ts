import { setTimeout as wait } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { expect, onTestFinished } from "vitest";
import { openStage, type Stage } from "./engine/stage.ts";
import type { Composer } from "./fake-provider/answers.ts";
import { instant, type ScenarioInput } from "./fake-provider/scenario.ts";
import { type FakeProvider, startFakeProvider } from "./fake-provider/start.ts";
import { runHere } from "./generation.ts";
import { type CallOptions, openCallProcess } from "#/core/calls/call-process.ts";
import { readBudgets } from "#/core/calls/read-budgets.ts";
import { getBatchProgress } from "#/core/generation/get-batch-progress.ts";
import { type BatchProgress, type startBatchInput } from "#/core/generation/schema.ts";
import { startBatch } from "#/core/generation/start-batch.ts";
import type { WriterName } from "#/core/writers/schema.ts";
import { callAttempts, vendorBatches } from "#/platform/db/tables/generation.ts";
import { inTransaction } from "#/core/context.ts";
import type { z } from "zod";

/** A project, a fake vendor whose batches take moments, and a run of the overnight mode. */
export interface OvernightScene {
  stage: Stage;
  fake: FakeProvider;
  writer: WriterName;
  start: (
    count: number,
    wish?: Partial<z.input<typeof startBatchInput>>,
  ) => Promise<{ batchId: string; ids: string[] }>;
  progress: (batchId: string) => Promise<BatchProgress>;
  /** Passes of so many workers, as the sweep calls them, until it holds. */
  runUntil: (
    batchId: string,
    holds: (progress: BatchProgress) => boolean | Promise<boolean>,
    workers?: number,
  ) => Promise<BatchProgress>;
  vendorBatches: () => Promise<(typeof vendorBatches.$inferSelect)[]>;
}

/** What the vendor has stays there for as long as a test wants to look: see `letTimeFly`. */
export const standing: ScenarioInput = { timeScale: 1 };

/** From now on the vendor's time runs 1,000 times as fast, as the product's does. */
export function letTimeFly({ fake }: Pick<OvernightScene, "fake">): void {
  fake.change({ timeScale: 0.001 });
}

/** Times of the product and of the vendor run 1,000 times as fast. */
export async function openOvernight(
  scenario: ScenarioInput = {},
  options: Partial<CallOptions> = {},
  compose?: Composer,
): Promise<OvernightScene> {
  const stage = await openStage({ messages: 8 });
  onTestFinished(() => stage.close());
  const { ctx, projectId, providers } = stage;
  const calls = openCallProcess(ctx.db, {
    pace: 1_000,
    leaseScale: 0.1,
    spoolDirectory: null,
    ...options,
  });
  onTestFinished(() => calls.close());
  const fake = await startFakeProvider({
    ...(compose && { compose }),
    scenario: {
      ...instant,
      timeScale: 0.001,
      headerClock: "scenario",
      ...scenario,
      batches: { seconds: 300, ...scenario.batches },
    },
  });
  onTestFinished(() => fake.stop());
  const writer = await stage.connect(fake.url);
  const progress = (batchId: string) => getBatchProgress({ ctx, input: { batchId } });
  return {
    stage,
    fake,
    writer,
    progress,
    start: async (count, wish = {}) => {
      const ids = await stage.plan(count);
      const selection = { kind: "ids" as const, ids };
      const input = {
        projectId,
        selection,
        expectedCount: count,
        writer,
        mode: "overnight" as const,
      };
      const { id } = await startBatch({ ctx, providers, input: { ...input, ...wish } });
      return { batchId: id, ids };
    },
    runUntil: async (batchId, holds, workers = 1) => {
      for (let pass = 0; pass < 600; pass += 1) {
        await Promise.all(Array.from({ length: workers }, () => runHere(ctx, providers, batchId)));
        const now = await progress(batchId);
        if (await holds(now)) return now;
        await wait(20);
      }
      throw new Error(`it never came to it: ${JSON.stringify(await progress(batchId))}`);
    },
    vendorBatches: () => inTransaction(ctx, (tx) => tx.select().from(vendorBatches)),
  };
}

export const hasEnded = ({ state }: BatchProgress) => state === "finished" || state === "cancelled";

export const attemptsOf = ({ stage: { ctx } }: OvernightScene, batchId: string) =>
  inTransaction(ctx, (tx) =>
    tx.select().from(callAttempts).where(eq(callAttempts.batchId, batchId)),
  );

/** Nothing is held back any more, and what is spent is what the attempts cost. */
export async function expectSettled(scene: OvernightScene, batchId: string): Promise<void> {
  const { ctx, projectId } = scene.stage;
  const attempts = await attemptsOf(scene, batchId);
  const spent = attempts.reduce((total, { costMicros }) => total + (costMicros ?? 0), 0);
  const budgets = await inTransaction(ctx, (tx) => readBudgets(tx, { projectId, batchId }));
  expect(budgets.map(({ reservedMicros }) => reservedMicros)).toEqual([0, 0, 0]);
  expect(budgets[0]?.settledMicros).toBe(spent);
  expect(attempts.filter(({ heldUntil }) => heldUntil !== null)).toEqual([]);
}
