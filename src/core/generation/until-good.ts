import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#/platform/db/connect.ts";
import { batches, callAttempts } from "#/platform/db/tables/generation.ts";

/** "Until N are good": how many are wanted, and how many texts may be written for it. */
export interface Target {
  good: number;
  candidates: number;
}

/** How a batch with a target stands. */
export interface Tally {
  /** Rows whose text passed every check. */
  good: number;
  /** Texts that were written: more than one for a row whose first fell short. */
  written: number;
  /** Rows that are being written. */
  running: number;
  /** Rows that wait for their first text. */
  waiting: number;
  /** Rows whose text fell short and that may be written again. */
  again: number;
}

/** How many more may be begun now: as if all that is under way turned out good, and none above the texts. */
export function mayTake(target: Target, { good, written, running }: Tally): number {
  const left = Math.min(target.good - good, target.candidates - written);
  return Math.max(0, left - running);
}

/** Texts that it may still take, if as many of them turn out good as of those before; at most what may be written. */
export function textsLeft(
  target: Target,
  { good, written, running }: Pick<Tally, "good" | "written" | "running">,
): number {
  const most = Math.max(0, target.candidates - written);
  const wanted = Math.max(0, target.good - good);
  const share = written === 0 ? 1 : good / written;
  return Math.max(running, wanted === 0 ? 0 : Math.min(most, Math.ceil(wanted / share)));
}

/** Whether nothing is under way and nothing more will be begun. */
export function isOver(target: Target, tally: Tally): boolean {
  if (tally.running > 0) return false;
  return mayTake(target, tally) === 0 || tally.waiting + tally.again === 0;
}

const targetSchema = z.object({ good: z.number(), candidates: z.number() }).nullable();

/** The target of a stored batch; null where every row is written. */
export function targetOf({ target }: { target: unknown }): Target | null {
  return targetSchema.parse(target);
}

/**
 * Of a row that was written in this batch and fell short: nobody has decided on it or changed it since, and
 * writing it again hasn't failed.
 */
export const mayBeWrittenAgain = sql`item.state = 'done' and item.is_good is false and item.failure is null
  and exists (select from bright.conversations conversation
    join bright.conversation_versions version on version.id = conversation.current_version_id
    where conversation.id = item.conversation_id and conversation.deleted_at is null
      and conversation.generation_state = 'generated'
      and conversation.review_state in ('none', 'needs_review') and version.batch_id = item.batch_id)`;

/** Counted in one statement: an item that ends meanwhile counts as running or as ended, never as neither. */
export async function readTally(tx: Transaction, batchId: string): Promise<Tally> {
  const { rows } = await tx.execute<{ [Key in keyof Tally]: number }>(sql`
    select (count(*) filter (where item.is_good))::int as good,
      (count(*) filter (where item.state = 'running'))::int as running,
      (count(*) filter (where item.state = 'queued'))::int as waiting,
      (count(*) filter (where ${mayBeWrittenAgain}))::int as again,
      (select count(*)::int from ${callAttempts} where ${isWritten(batchId)}) as written
    from bright.batch_items item where item.batch_id = ${batchId}::uuid`);
  const [row] = rows;
  if (!row) throw new Error("a batch could not be counted");
  const { good, written, running, waiting, again } = row;
  return { good, written, running, waiting, again };
}

/** Texts that a batch has written: answers that could be used. */
export async function countWritten(tx: Transaction, batchId: string): Promise<number> {
  return tx.$count(callAttempts, isWritten(batchId));
}

function isWritten(batchId: string) {
  return and(
    eq(callAttempts.batchId, batchId),
    eq(callAttempts.purpose, "write"),
    eq(callAttempts.state, "succeeded"),
  );
}

/** Whoever takes rows of a batch with a target, or ends it, holds its row: they count one after another. */
export async function lockBatch(tx: Transaction, batchId: string): Promise<void> {
  await tx.select({ id: batches.id }).from(batches).where(eq(batches.id, batchId)).for("update");
}
