import { and, eq, sql } from "drizzle-orm";
import { createBatchSource } from "./batch-source.ts";
import { isOpenBatch } from "./batch-state.ts";
import { claimItems } from "./claim-item.ts";
import { createLeaseKeeper } from "./lease.ts";
import { resumeIfDue } from "./pause-for.ts";
import { type BatchWork, runBatchItem } from "./run-batch-item.ts";
import { runOvernight } from "./run-overnight.ts";
import { closeIfDone } from "./settle-item.ts";
import { sidesOfBatch } from "./sides-of-batch.ts";
import { callProcessOf } from "../calls/call-process.ts";
import type { Providers } from "../writers/registry.ts";
import { type Context, inTransaction } from "../context.ts";
import { roleSchema } from "../workspaces/schema.ts";
import { sum } from "#/lib/sum.ts";
import { batches, batchItems } from "#/platform/db/tables/generation.ts";

/** So many conversations wait here for their call at most: what waits is another worker's chance. */
const MOST_WAITING = 4;
/** Milliseconds after which it is looked again for something to take, when nothing was told. */
const LOOK_AGAIN_MS = 1_000;

/**
 * Writes a batch until nothing is left to take, on behalf of the person who started it. As many calls run
 * side by side as batch and writer allow, over all workers; a conversation that is answered lets the next
 * one go, without waiting for others. Several workers may run the same batch: each takes other rows.
 * @param ctx names the workspace; its actor is replaced.
 * @param stopTaking asks to take no further conversation; @param signal to give back those under way.
 */
export async function runBatch({
  ctx,
  providers,
  batchId,
  stopTaking,
  signal,
}: {
  ctx: Omit<Context, "actor" | "requestId">;
  providers: Providers;
  batchId: string;
  stopTaking?: AbortSignal;
  signal: AbortSignal;
}): Promise<void> {
  const system: Context = {
    ...ctx,
    actor: { id: "system", name: "Bright Run", role: "editor" },
    requestId: `batch-${batchId}`,
  };
  const [batch] = await inTransaction(system, (tx) =>
    tx.select().from(batches).where(eq(batches.id, batchId)),
  );
  if (!batch || !isOpenBatch(batch.state)) return;
  if (batch.state === "paused") await resumeIfDue(system, batchId);
  const role = roleSchema.parse(batch.createdByRole);
  const actor = { id: batch.createdBy, name: batch.createdByName, role };
  const person: Context = { ...system, actor };
  const { projectId, isUrgent } = batch;
  const { leaseScale } = callProcessOf(person);
  const keeper = createLeaseKeeper(person, { batchId, projectId, scale: leaseScale });
  const sides = sidesOfBatch(batch).map(({ writer, versionIds }) => {
    const source = createBatchSource(person, providers, projectId, writer);
    return { batchId, projectId, ...writer, isUrgent, versionIds, source, keeper };
  });
  const goesOn = () => !signal.aborted && stopTaking?.aborted !== true;
  try {
    const own = { providers, batchId, sides, signal, goesOn };
    if (batch.mode === "overnight") await runOvernight(person, { ...own, total: batch.total });
    else await runLanes({ ctx: person, ...own });
    if (goesOn()) await closeIfDone(person, batchId);
  } finally {
    keeper.stop();
  }
}

/** What is under way in this process for one batch. */
interface Lanes {
  running: Set<Promise<void>>;
  /** Not answered yet. */
  busy: number;
  /** Something ended: there may be room. */
  changed: PromiseWithResolvers<void>;
}

async function runLanes({
  ctx,
  providers,
  batchId,
  sides,
  signal,
  goesOn,
}: {
  ctx: Context;
  providers: Providers;
  batchId: string;
  /** By the arm of their items. */
  sides: readonly BatchWork[];
  signal: AbortSignal;
  goesOn: () => boolean;
}): Promise<void> {
  const lanes: Lanes = {
    running: new Set(),
    busy: 0,
    changed: Promise.withResolvers(),
  };
  const { workspaceId } = ctx;
  const writers = [
    ...new Map(sides.map((side) => [`${side.provider} ${side.model}`, side])).values(),
  ];
  const lines = writers.map(({ provider, model }) =>
    callProcessOf(ctx).lineOf({ workspaceId, provider, model }),
  );
  let most = await ownConcurrency(writers);
  while (goesOn()) {
    const waiting = sum(lines.map(({ length }) => length));
    const free = Math.min(most - lanes.busy, MOST_WAITING - waiting);
    if (free <= 0) {
      await untilChanged(lanes, LOOK_AGAIN_MS, signal);
      continue;
    }
    const count = Math.min(free, MOST_WAITING);
    const claims = await whileDatabaseIsAway(ctx, lanes, signal, () =>
      claimItems(ctx, batchId, { count }),
    );
    if (!claims) continue;
    most = claims.concurrency ?? (await ownConcurrency(writers));
    for (const claimed of claims.items) {
      const work = sides[claimed.arm];
      if (!work) throw new Error("an item belongs to a side that its batch doesn't have");
      start(ctx, lanes, (onAnswered) =>
        runBatchItem({ ctx, providers, work, claimed, signal, onAnswered }),
      );
    }
    if (claims.hasFound) continue;
    const waitMs = await whileDatabaseIsAway(ctx, lanes, signal, async () =>
      claims.isFull ? null : nextDueMs(ctx, batchId),
    );
    if (waitMs === undefined) continue;
    if (lanes.running.size === 0 && (waitMs === null || claims.state !== "running")) break;
    await untilChanged(
      lanes,
      Math.min(LOOK_AGAIN_MS, Math.max(10, waitMs ?? LOOK_AGAIN_MS)),
      signal,
    );
  }
  await Promise.all(lanes.running);
}

/**
 * A database that is away for a moment ends nothing that is under way: its leases are kept, and it is looked
 * again. With nothing under way the batch is let go; the next sweep takes it up.
 */
async function whileDatabaseIsAway<T>(
  ctx: Context,
  lanes: Lanes,
  signal: AbortSignal,
  look: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (lanes.running.size === 0) throw error;
    callProcessOf(ctx).noteFailure(error);
    ctx.log.warn({ err: error }, "nothing could be taken; it is tried again");
    await untilChanged(lanes, LOOK_AGAIN_MS, signal);
    return undefined;
  }
}

function start(
  ctx: Context,
  lanes: Lanes,
  run: (onAnswered: () => void) => Promise<unknown>,
): void {
  let isAnswered = false;
  const onAnswered = () => {
    if (isAnswered) return;
    isAnswered = true;
    lanes.busy -= 1;
    tell(lanes);
  };
  lanes.busy += 1;
  const running = end();
  lanes.running.add(running);

  async function end(): Promise<void> {
    try {
      await run(onAnswered);
    } catch (error) {
      // Its lease runs out, and somebody takes it again: at most so often, then it fails with a sentence.
      ctx.log.error({ err: error }, "a conversation was left in the middle and is taken again");
    }
    lanes.running.delete(running);
    onAnswered();
    tell(lanes);
  }
}

function tell(lanes: Lanes): void {
  lanes.changed.resolve();
}

/** Until something ended, the time is over, or the worker is to stop. */
async function untilChanged(lanes: Lanes, ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = lanes.changed;
  const timer = setTimeout(resolve, ms);
  const stop = () => resolve();
  signal.addEventListener("abort", stop, { once: true });
  await promise;
  clearTimeout(timer);
  signal.removeEventListener("abort", stop);
  lanes.changed = Promise.withResolvers();
}

/** A writer that isn't set up any more has one lane, in which the batch is paused with a sentence. */
async function ownConcurrency(writers: readonly BatchWork[]): Promise<number> {
  const each = writers.map(async ({ source }) => {
    try {
      const { model } = await source.writer();
      return Math.max(1, model.concurrency);
    } catch {
      return 1;
    }
  });
  return sum(await Promise.all(each));
}

/** Milliseconds until the next queued item may be taken; null when none is queued. */
async function nextDueMs(ctx: Context, batchId: string): Promise<number | null> {
  const [row] = await inTransaction(ctx, (tx) =>
    tx
      .select({
        seconds: sql<
          number | null
        >`extract(epoch from min(coalesce(${batchItems.notBefore}, clock_timestamp())) - clock_timestamp())::float8`,
      })
      .from(batchItems)
      .where(and(eq(batchItems.batchId, batchId), eq(batchItems.state, "queued"))),
  );
  return row?.seconds === null || row === undefined ? null : row.seconds * 1_000;
}
