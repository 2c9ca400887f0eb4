import { eq, sql } from "drizzle-orm";
import { expect, vi } from "vitest";
import { type RunningWorker, runWorker, type WorkerSettings } from "./run-worker.ts";
import type { Stage } from "./stage.ts";
import type { LedgerEntry } from "../fake-provider/ledger.ts";
import { fixed, type ScenarioInput } from "../fake-provider/scenario.ts";
import { type FakeProvider, startFakeProvider } from "../fake-provider/start.ts";
import { checkInvariants } from "../invariants/check-invariants.ts";
import { mostEverHeld, watchBatches } from "../invariants/watch-batches.ts";
import { makeTemporaryFolder, waitFor } from "../temporary-folder.ts";
import { getBatchProgress } from "#/core/generation/get-batch-progress.ts";
import type { BatchProgress } from "#/core/generation/schema.ts";
import { batches, callAttempts } from "#/platform/db/tables/generation.ts";

/**
 * A hundred seconds of the provider in one of ours; leases of ten seconds, longer than any pause of a busy
 * machine, so that an item that changes hands has lost its worker.
 */
export const quick = { timeScale: 0.01, pace: 100, leaseScale: 0.5 };
/** Leases of two seconds, where they are to run out. */
export const shortLeases = { leaseScale: 0.1 };

const PATIENCE_MS = 100_000;
// Processes are started and killed, on a machine that others use too.
vi.setConfig({ testTimeout: 2 * PATIENCE_MS, hookTimeout: PATIENCE_MS });

/** A writer that takes 15 to 60 of its seconds for an answer, without limits. */
export const ordinary: ScenarioInput = {
  timeScale: quick.timeScale,
  headerClock: "scenario",
  latency: { median: 30, spread: 0.3, low: 15, high: 60 },
  firstByte: fixed(4),
  tier: "scale",
};

/** A batch under way, for what a row does to it. */
export interface UnderWay {
  stage: Stage;
  fake: FakeProvider;
  batchId: string;
  /** What further workers, of this process or others, are started with. */
  settings: WorkerSettings;
  workers: RunningWorker[];
  progress: () => Promise<BatchProgress>;
  /** Resolves when the fake's ledger holds so many requests. */
  untilAsked: (count: number) => Promise<void>;
  /** Lets every worker of this process look at the batch at once, as the queue would. */
  wake: () => void;
  /** From then on the cap may be lower than what is spent. */
  allowOver: () => void;
  /** Names of the vendor's batches that this case has another program make. */
  foreign: string[];
}

export interface Case {
  seed: number;
  scenario?: ScenarioInput;
  count: number;
  workers?: number;
  concurrency?: number;
  capMicros?: number;
  mode?: "live" | "overnight";
  target?: { good: number; candidates: number };
  apiKey?: string;
  settings?: Partial<WorkerSettings>;
  during?: (underWay: UnderWay) => Promise<void>;
  /** The batch is left as it is then; otherwise it is waited for until it has ended. */
  until?: (progress: BatchProgress) => boolean;
  lostAtMost?: number;
}

export interface Ran {
  batchId: string;
  progress: BatchProgress;
  /** Requests for conversations in the order of their arrival, those in the vendor's batches too. */
  ledger: readonly LedgerEntry[];
  attempts: (typeof callAttempts.$inferSelect)[];
}

/** Plays one case of the matrix to its end, and holds it to the invariants. */
export async function runCase(stage: Stage, played: Case): Promise<Ran> {
  const { seed, count, workers: many = 1, concurrency = 4, until = hasEnded } = played;
  const { ownerDb } = stage.scene;
  const fake = await startFakeProvider({ scenario: { ...ordinary, ...played.scenario, seed } });
  const spool = await makeTemporaryFolder();
  const workers: RunningWorker[] = [];
  const { apiKey, capMicros, mode, target } = played;
  const foreign: string[] = [];
  const writer = await stage.connect(fake.url, { concurrency, ...(apiKey && { apiKey }) });
  const { id: batchId } = await stage.start(await stage.plan(count), writer, {
    ...(capMicros !== undefined && { capMicros }),
    ...(mode && { mode }),
    ...(target && { target }),
  });
  const { workspaceId } = stage.ctx;
  const settings: WorkerSettings = {
    appUrl: stage.appUrl,
    spoolDirectory: spool.path,
    pace: quick.pace,
    leaseScale: quick.leaseScale,
    batch: { workspaceId, batchId },
    ...played.settings,
  };
  const leaseScale = settings.leaseScale ?? 1;
  const watching = watchBatches(ownerDb, [batchId], { leaseScale });
  const progress = () => getBatchProgress({ ctx: stage.ctx, input: { batchId } });
  try {
    for (let place = 0; place < many; place += 1) workers.push(runWorker(settings));
    await played.during?.({
      stage,
      fake,
      batchId,
      settings,
      workers,
      progress,
      untilAsked: async (asked) => {
        await waitFor(`${asked} requests`, () => fake.state().received >= asked);
      },
      wake: () => workers.forEach((worker) => worker.wake({ workspaceId, batchId })),
      allowOver: watching.allowOver,
      foreign,
    });
    // A database that is away for a moment is asked again.
    const isOver = () => progress().then(until, () => false);
    await waitFor("the end of the batch", isOver, PATIENCE_MS);
    await Promise.all(workers.splice(0).map((worker) => worker.stop()));
    const ran = await resultOf(stage, fake, batchId);
    const { broken, looks } = await watching.stop();
    const { lostAtMost = 0 } = played;
    const batchIds = [batchId];
    const scope = { ctx: stage.ctx, batchIds, lostAtMost, foreign, hasEnded: until === hasEnded };
    const whole = await fake.ledger();
    expect([...broken, ...(await checkInvariants(ownerDb, whole, scope))]).toEqual([]);
    expect(looks).toBeGreaterThan(1);
    if (capMicros !== undefined) {
      expect(await mostEverHeld(ownerDb, batchId)).toBeLessThanOrEqual(capMicros);
    }
    return ran;
  } finally {
    await watching.stop();
    await Promise.all(workers.map((worker) => worker.stop(0)));
    await fake.stop();
    await spool.remove();
  }
}

async function resultOf(stage: Stage, fake: FakeProvider, batchId: string): Promise<Ran> {
  const { ownerDb } = stage.scene;
  return {
    batchId,
    progress: await getBatchProgress({ ctx: stage.ctx, input: { batchId } }),
    ledger: (await fake.ledger()).filter(({ path }) => path === "/v1/messages"),
    attempts: await ownerDb
      .select()
      .from(callAttempts)
      .where(eq(callAttempts.batchId, batchId))
      .orderBy(callAttempts.sentAt),
  };
}

export function hasEnded({ state, isStopping }: BatchProgress): boolean {
  return (state === "finished" || state === "cancelled") && !isStopping;
}

/** The database's clock, in milliseconds since 1970. */
export async function databaseNow({ scene }: Stage): Promise<number> {
  const { rows } = await scene.ownerDb.execute<{ now: number }>(
    sql`select (extract(epoch from clock_timestamp()) * 1000)::float8 as now`,
  );
  return rows[0]?.now ?? 0;
}

/** Of a batch that is paused: why, as it is stored. */
export async function pauseOf({ scene }: Stage, batchId: string) {
  const [row] = await scene.ownerDb
    .select({ state: batches.state, pause: batches.pause, until: batches.pausedUntil })
    .from(batches)
    .where(eq(batches.id, batchId));
  return row;
}
