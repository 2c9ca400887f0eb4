import { and, eq, sql } from "drizzle-orm";
import type { Try } from "./admission-line.ts";
import { type CallProcess, diskIsFull } from "./call-process.ts";
import { callRules } from "./call-rules.ts";
import { heldUntil } from "./held-calls.ts";
import type { ModelCall } from "./model-call.ts";
import { mostCost, requestTokens } from "./prices.ts";
import { recordAttempt } from "./record-attempt.ts";
import {
  type BudgetsReserved,
  isInItsMonth,
  isOverCap,
  lockBudgets,
  openBudgets,
  type Payer,
  reserveBudgets,
} from "./reserve-budgets.ts";
import { type BucketName, type RateReserved, reserveRate } from "./reserve-rate.ts";
import type { Writer } from "../writers/registry.ts";
import { type Context, inTransaction } from "../context.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { batches, callAttempts } from "#/platform/db/tables/generation.ts";

/** A call that is on the record with its place, its tokens and its money held, and may be sent now. */
export interface ReservedCall {
  attemptId: string;
  bucket: BucketName;
  /** False for local writers that cost nothing and have no limits. */
  isPaid: boolean;
  inputTokens: number;
  outputTokens: number;
  micros: number;
  /** What its headers tell is of use to others at once: nothing is known of the limits yet. */
  isLearning: boolean;
  /** `performance.now()` when it was reserved. */
  reservedAt: number;
}

/** Why nothing was sent. */
export type NotSent =
  | { why: "stopped" }
  | { why: "not_wanted" }
  | { why: "cap"; message: string }
  | { why: "limit"; message: string | null; seconds: number };

/** Thrown inside the transaction to undo what it had reserved; never leaves this file. */
class Undo extends Error {
  readonly budgets: Exclude<BudgetsReserved, { isReserved: true }> | { why: "not_wanted" };

  constructor(budgets: Undo["budgets"]) {
    super(budgets.why);
    this.budgets = budgets;
  }
}

/**
 * One try to reserve: bucket, then budgets, then the attempt's row, in one transaction. Nothing of it stays
 * when one of them says no. While the disk has no room for an answer, or the database takes no record, a
 * batch's call waits and looks again: nothing is sent that couldn't be kept.
 */
export async function tryToReserve(
  ctx: Context,
  process: CallProcess,
  { call, writer }: { call: ModelCall; writer: Writer },
): Promise<Try<ReservedCall | NotSent>> {
  if ((await process.room?.isThere()) === false) {
    if (call.batchId) return untilItTakes;
    return { isDone: true, value: { why: "limit", message: diskIsFull, seconds: 0 } };
  }
  try {
    return await reserveAll(ctx, process, { call, writer, holder: await process.holder() });
  } catch (error) {
    if (!call.batchId || !process.noteFailure(error)) throw error;
    ctx.log.warn({ err: error }, "a call could not be put on the record, so it isn't sent yet");
    return untilItTakes;
  }
}

const untilItTakes: Try<never> = { isDone: false, waitSeconds: 1, blocks: true };

async function reserveAll(
  ctx: Context,
  process: CallProcess,
  { call, writer, holder }: { call: ModelCall; writer: Writer; holder: string | null },
): Promise<Try<ReservedCall | NotSent>> {
  const asked = wants(ctx, process, call, writer);
  const payer = payerOf(call);
  for (;;) {
    try {
      return await inTransaction(ctx, async (tx, ctx) => {
        let isLearning = false;
        if (asked.isPaid) {
          const rate = await reserveRate(tx, asked.bucket, asked.need);
          if (!rate.isReserved) {
            waitsForMoneySince.delete(call);
            return waits(rate, call);
          }
          isLearning = rate.isLearning;
          const budgets = await reserveBudgets(tx, ctx.workspaceId, payer, asked.micros);
          if (!budgets.isReserved) throw new Undo(budgets);
        } else if (payer.batchId !== null && !(await isRunning(tx, payer.batchId))) {
          throw new Undo({ isReserved: false, why: "stopped" });
        }
        if (call.beforeSend && !(await call.beforeSend(tx))) throw new Undo({ why: "not_wanted" });
        const { need, ...rest } = asked;
        const { inputTokens, outputTokens } = need;
        const reservedAt = performance.now();
        const attemptId = await recordAttempt(tx, ctx, {
          call,
          writer,
          held: { ...rest, inputTokens, outputTokens },
          until: heldUntil(process.leaseScale),
          holder,
        });
        const value = { ...rest, inputTokens, outputTokens, attemptId, isLearning, reservedAt };
        return { isDone: true, value };
      });
    } catch (error) {
      if (!(error instanceof Undo)) throw error;
      const { budgets } = error;
      if (budgets.why === "not_open") {
        await openBudgets(ctx, payer);
        continue;
      }
      if (budgets.why === "cap_changed") continue;
      if (budgets.why === "money_under_way") return waitsForMoney(process, call, budgets.message);
      waitsForMoneySince.delete(call);
      if (budgets.why === "batch_concurrency") return untilGivenBack;
      return { isDone: true, value: budgets };
    }
  }
}

function payerOf({ projectId, batchId }: ModelCall): Payer {
  return { projectId, batchId: batchId ?? null };
}

const untilGivenBack: Try<never> = { isDone: false, waitSeconds: null, blocks: false };

/** Since when calls wait for what others hold, without anything else in between: `performance.now()`. */
const waitsForMoneySince = new WeakMap<ModelCall, number>();

/** Mostly a moment: but a run overnight may hold it for a day, which is to be said. */
function waitsForMoney({ pace }: CallProcess, call: ModelCall, message: string): Try<NotSent> {
  const now = performance.now();
  const since = waitsForMoneySince.get(call) ?? now;
  if (now - since <= (patienceOf(call) * 1_000) / pace) {
    waitsForMoneySince.set(call, since);
    return untilGivenBack;
  }
  waitsForMoneySince.delete(call);
  return { isDone: true, value: { why: "cap", message } };
}

/**
 * Looks once more, when more time than usual has passed since the reservation, whether it may still be
 * sent; its moment is then this one. Not when a cap was lowered below what is held, nor in another month than
 * the one whose cap it was reserved under.
 */
export async function mayStillSend(
  ctx: Context,
  reserved: ReservedCall,
  call: ModelCall,
): Promise<boolean> {
  return inTransaction(ctx, async (tx, { workspaceId }) => {
    const at = performance.now();
    const held = await tx
      .update(callAttempts)
      .set({ sentAt: sql`clock_timestamp()` })
      .where(
        and(eq(callAttempts.id, reserved.attemptId), sql`held_until is not null`, isInItsMonth),
      )
      .returning({ id: callAttempts.id });
    if (held.length !== 1) return false;
    const payer = payerOf(call);
    if (reserved.micros > 0) await lockBudgets(tx, workspaceId, payer);
    if (payer.batchId !== null && !(await isRunning(tx, payer.batchId))) return false;
    if (reserved.micros > 0 && (await isOverCap(tx, workspaceId, payer))) return false;
    if (call.beforeSend && !(await call.beforeSend(tx))) return false;
    reserved.reservedAt = at;
    return true;
  });
}

function wants(ctx: Context, { pace }: CallProcess, call: ModelCall, { provider, model }: Writer) {
  const isPaid = !provider.isPractice;
  return {
    isPaid,
    bucket: { workspaceId: ctx.workspaceId, provider: provider.id, model: model.model },
    need: {
      inputTokens: requestTokens(call.request).expected,
      outputTokens: call.request.maxOutputTokens,
      isUrgent: isUrgent(call),
      concurrency: model.concurrency,
      pace,
    },
    micros: isPaid ? mostCost(call.request, model.prices) : 0,
  };
}

/** Whether a person waits for this one call. */
export function isUrgent({ isUrgent, batchId }: ModelCall): boolean {
  return isUrgent ?? !batchId;
}

function waits(rate: Extract<RateReserved, { isReserved: false }>, call: ModelCall): Try<NotSent> {
  const patience = patienceOf(call);
  const seconds = rate.waitSeconds ?? 0;
  const isTooLong =
    (rate.why === "blocked" && seconds > patience) ||
    (rate.why === "breaker" && rate.failingSeconds > patience);
  if (isTooLong) {
    const wait = rate.why === "breaker" ? patience : seconds;
    return { isDone: true, value: { why: "limit", message: rate.reason, seconds: wait } };
  }
  return { isDone: false, waitSeconds: rate.waitSeconds, blocks: true };
}

/** A run waits longer than a person. */
function patienceOf({ batchId }: ModelCall): number {
  return batchId ? callRules.pauseAfterSeconds : callRules.patienceSeconds;
}

/** Share-locked until the commit: a pause comes before this or after it. */
export async function isRunning(tx: Transaction, batchId: string): Promise<boolean> {
  const [batch] = await tx
    .select({ state: batches.state })
    .from(batches)
    .where(eq(batches.id, batchId))
    .for("share");
  return batch?.state === "running";
}
