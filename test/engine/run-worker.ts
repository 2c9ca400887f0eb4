import { pino } from "pino";
import { tappedWriters } from "./writers.ts";
import { type CallOptions, type CallStep, openCallProcess } from "#/core/calls/call-process.ts";
import { createBatchRunner } from "#/jobs/generation/generate-batch.ts";
import { connectDatabase } from "#/platform/db/connect.ts";

/** Eight workers and the test share what the Postgres of a test run gives. */
const CONNECTIONS = 5;
/** A tenth of the worker's own. */
const SWEEP_MS = 500;

/** How a worker of a test runs: all of it as JSON, so that a child process can be told. */
export type WorkerSettings = Pick<CallOptions, "spoolDirectory"> &
  Partial<Pick<CallOptions, "idleSeconds" | "totalSeconds" | "pace" | "leaseScale">> & {
    appUrl: string;
    /** Woken for it at once; other batches are found by the sweep. */
    batch?: { workspaceId: string; batchId: string };
    /** Left out: that of BRIGHT_TEST_LOG, or silent. */
    logLevel?: string;
  };

export interface RunningWorker {
  wake: (batch: { workspaceId: string; batchId: string }) => void;
  /** Lets what is under way finish for so long, then gives it back. */
  stop: (graceMs?: number) => Promise<void>;
}

/** A worker as `src/worker.ts` makes it, without the queue: with a database pool and a call process of its own. */
export function runWorker(
  {
    appUrl,
    batch,
    logLevel = process.env["BRIGHT_TEST_LOG"] ?? "silent",
    ...options
  }: WorkerSettings,
  onStep: (step: CallStep) => void | Promise<void> = () => undefined,
): RunningWorker {
  const database = connectDatabase(appUrl, CONNECTIONS);
  const calls = openCallProcess(database.db, { ...options, onStep });
  const log = pino({ level: logLevel }, pino.destination({ dest: 2, sync: true }));
  const runner = createBatchRunner({
    db: database.db,
    log,
    providers: tappedWriters((step) => void onStep(step)),
    sweepMs: SWEEP_MS,
  });
  if (batch) runner.wake(batch);
  return {
    wake: runner.wake,
    stop: async (graceMs = 20_000) => {
      await runner.stop(graceMs);
      await calls.close();
      await database.close();
    },
  };
}
