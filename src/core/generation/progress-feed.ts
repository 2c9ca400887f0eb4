import { setTimeout as wait } from "node:timers/promises";
import { and, eq, inArray, or, sql } from "drizzle-orm";
import { openBatchStates } from "./batch-state.ts";
import { readProgress } from "./read-progress.ts";
import type { ProgressEvent } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { getProject } from "../projects/get-project.ts";
import { subscribeToProgress } from "#/platform/db/listen-hub.ts";
import { batches } from "#/platform/db/tables/generation.ts";

/** At most one event in this time; what changes meanwhile comes together in the next. */
const COALESCE_MS = 300;
const HEARTBEAT_MS = 15_000;
/** Batches of a project shown at once; more than these run at no one's desk. */
const SHOWN = 20;

/**
 * The progress of a project as it happens: a snapshot at once, then one whenever something changed (at
 * most one each 300 ms) and every 15 s in any case. Ends when `signal` is aborted.
 * @throws notFound before the first event.
 */
export async function* watchProgress({
  ctx,
  input,
  signal,
}: {
  ctx: Context;
  input: { projectId: string };
  signal?: AbortSignal | undefined;
}): AsyncGenerator<ProgressEvent, void, void> {
  authorise(ctx, "read");
  const { id: projectId } = await getProject({ ctx, input });
  let revision = 0;
  let changed = Promise.withResolvers<void>();
  const ended = signal ?? new AbortController().signal;
  const onEnd = () => changed.resolve();
  ended.addEventListener("abort", onEnd, { once: true });
  const subscription = subscribeToProgress(
    ctx.db,
    { workspaceId: ctx.workspaceId, projectId },
    (newest) => {
      revision = newest;
      changed.resolve();
    },
  );
  revision = Math.max(revision, subscription.revision);
  try {
    while (!ended.aborted) {
      changed = Promise.withResolvers<void>();
      const shown = revision;
      yield { batches: await readBatches(ctx, projectId), revision: shown };
      await pause(COALESCE_MS, ended);
      if (ended.aborted) return;
      await Promise.race([
        changed.promise,
        pause(HEARTBEAT_MS - COALESCE_MS, ended, changed.promise),
      ]);
    }
  } finally {
    ended.removeEventListener("abort", onEnd);
    subscription.unsubscribe();
  }
}

/** Running batches, and those that ended within the last minute. */
async function readBatches(ctx: Context, projectId: string): Promise<ProgressEvent["batches"]> {
  return inTransaction(ctx, (tx, ctx) =>
    readProgress(
      tx,
      ctx,
      and(
        eq(batches.projectId, projectId),
        or(
          inArray(batches.state, [...openBatchStates]),
          sql`${batches.finishedAt} > clock_timestamp() - interval '1 minute'`,
        ),
      ),
      SHOWN,
    ),
  );
}

/** Waits, until the signal or the other promise ends it; leaves no timer behind. */
async function pause(ms: number, signal: AbortSignal, until?: Promise<void>): Promise<void> {
  const over = new AbortController();
  void until?.then(() => over.abort());
  try {
    await wait(ms, undefined, { signal: AbortSignal.any([signal, over.signal]) });
  } catch {
    // Ended early, as wanted.
  }
}
