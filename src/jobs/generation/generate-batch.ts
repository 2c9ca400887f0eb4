import type { Logger } from "pino";
import { callProcessOf } from "#/core/calls/call-process.ts";
import { freeHeldByEnded } from "#/core/calls/free-held-by-ended.ts";
import { settleLeftBehind } from "#/core/calls/settle-left-behind.ts";
import { listBatchesToRun } from "#/core/generation/list-batches-to-run.ts";
import { runBatch } from "#/core/generation/run-batch.ts";
import type { Providers } from "#/core/writers/registry.ts";
import type { Database } from "#/platform/db/connect.ts";

const SWEEP_MS = 5_000;

export interface BatchRunner {
  /** Sees to it that the batch is being written here; returns at once. */
  wake: (batch: { workspaceId: string; batchId: string }) => void;
  /**
   * Takes nothing more, lets what is under way finish for `graceMs`, then gives it back to the queue.
   */
  stop: (graceMs: number) => Promise<void>;
}

/**
 * Runs batches in this process: each that it is woken for, and every 5 s all that have something to take,
 * which covers lost wake-ups and workers that died. What died workers left behind is settled first: answers
 * on this machine's disk, what its killed processes held, then reservations that nobody holds any more.
 * @param sweepMs shorter in tests. How calls are made is said by `openCallProcess` before.
 */
export function createBatchRunner({
  db,
  log,
  providers,
  sweepMs = SWEEP_MS,
}: {
  db: Database;
  log: Logger;
  providers: Providers;
  sweepMs?: number;
}): BatchRunner {
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();
  const taking = new AbortController();
  const calling = new AbortController();

  const wake: BatchRunner["wake"] = ({ workspaceId, batchId }) => {
    if (taking.signal.aborted) return;
    if (running.has(batchId)) {
      again.add(batchId);
      return;
    }
    again.delete(batchId);
    const run = runBatch({
      ctx: { db, log, workspaceId },
      providers,
      batchId,
      stopTaking: taking.signal,
      signal: calling.signal,
    })
      .catch((error: unknown) =>
        log.error({ err: error, batchId }, "a batch stopped and is taken up again"),
      )
      .finally(() => {
        running.delete(batchId);
        if (again.has(batchId)) wake({ workspaceId, batchId });
      });
    running.set(batchId, run);
  };

  const steps = [
    () => freeHeldByEnded(db, log),
    () => settleLeftBehind(db, log),
    async () => {
      for (const batch of await listBatchesToRun(db)) if (!running.has(batch.batchId)) wake(batch);
    },
  ];
  let sweeping = false;
  const sweep = async () => {
    if (sweeping) return;
    sweeping = true;
    try {
      for (const step of steps) {
        try {
          await step();
        } catch (error) {
          log.warn({ err: error }, "a part of the sweep for batches failed and is repeated");
          // Answers on the disk come home before their items are taken again, once the database is back. What
          // fails for another reason fails each time, and may hold nothing else up.
          if (callProcessOf({ db }).noteFailure(error)) break;
        }
      }
    } finally {
      sweeping = false;
    }
  };
  const timer = setInterval(() => void sweep(), sweepMs);
  void sweep();

  return {
    wake,
    stop: async (graceMs) => {
      clearInterval(timer);
      taking.abort();
      const release = setTimeout(() => {
        calling.abort();
        callProcessOf({ db }).ending.abort();
      }, graceMs);
      await Promise.allSettled(running.values());
      clearTimeout(release);
    },
  };
}
