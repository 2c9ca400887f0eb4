import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import type { CallProcess } from "./call-process.ts";
import type { ModelCall } from "./model-call.ts";
import { mostCost, requestTokens } from "./prices.ts";
import { readBudgets } from "./read-budgets.ts";
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
import { isRunning } from "./reserve-call.ts";
import { inSeconds, vendorBatchRules, vendorLeaseUntil } from "./vendor-batch-rules.ts";
import type { Writer } from "../writers/registry.ts";
import { type Context, inTransaction } from "../context.ts";
import { sum } from "#/lib/sum.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import type { BatchRequest } from "#/platform/llm/port.ts";
import { callAttempts, vendorBatches } from "#/platform/db/tables/generation.ts";

/** One request of a vendor's batch: always for one conversation of one of our batches. */
export type BatchedCall = Omit<
  ModelCall,
  "batchId" | "conversationId" | "isUrgent" | "onWriting"
> & {
  conversationId: string;
};

/** Calls that are on the record with their money held, and may be sent together now. */
export interface ReservedVendorBatch {
  vendorBatchId: string;
  projectId: string;
  batchId: string;
  leaseToken: string;
  writer: Writer;
  requests: BatchRequest[];
  /** `performance.now()` when it was reserved. */
  reservedAt: number;
}

/**
 * What was reserved: the first so many of the calls. Otherwise nothing is on the record: a cap has room for
 * none; "money_under_way": nor has it for now, but what is under way may leave some; "stopped": the batch doesn't run any more; "not_wanted": one of them is another worker's by now.
 */
export type VendorBatchReserved =
  | { reserved: ReservedVendorBatch; count: number }
  | { reserved: null; why: "cap"; message: string }
  | { reserved: null; why: "money_under_way" | "stopped" | "not_wanted" };

type Refused = Exclude<BudgetsReserved, { isReserved: true }>;

/** Thrown inside a transaction to undo what it had reserved; never leaves this file. */
class Undo extends Error {
  readonly refused: Refused | { why: "not_wanted" };

  constructor(refused: Undo["refused"]) {
    super(refused.why);
    this.refused = refused;
  }
}

/**
 * Holds back the money of as many calls as all caps allow, in their order, at the batch price; puts the
 * vendor's batch and each of its calls on the record. All in one transaction, before anything is sent.
 * @param beforeSend inside it: makes the items the vendor's batch's own; false undoes everything.
 */
export async function reserveVendorBatch(
  ctx: Context,
  process: CallProcess,
  {
    batchId,
    writer,
    calls,
    beforeSend,
  }: {
    batchId: string;
    writer: Writer;
    calls: readonly BatchedCall[];
    beforeSend: (
      tx: Transaction,
      vendorBatchId: string,
      taken: readonly BatchedCall[],
    ) => Promise<boolean>;
  },
): Promise<VendorBatchReserved> {
  const [first] = calls;
  if (!first) throw new Error("a vendor's batch needs a call");
  const payer = { projectId: first.projectId, batchId };
  const costs = calls.map((call) => costOfBatched(call, writer));
  for (;;) {
    try {
      return await inTransaction(ctx, async (tx, ctx) => {
        const { count, refused } = await reserveMost(tx, ctx, payer, costs);
        if (refused) throw new Undo(refused);
        const vendorBatchId = randomUUID();
        const taken = calls.slice(0, count);
        if (!(await beforeSend(tx, vendorBatchId, taken))) throw new Undo({ why: "not_wanted" });
        const leaseToken = randomUUID();
        const reservedAt = performance.now();
        await tx.insert(vendorBatches).values({
          id: vendorBatchId,
          workspaceId: ctx.workspaceId,
          batchId,
          requests: count,
          pollAt: sql`clock_timestamp()`,
          leaseToken,
          leaseUntil: vendorLeaseUntil(process.leaseScale),
        });
        const requests: BatchRequest[] = [];
        for (const [place, call] of taken.entries()) {
          const held = { isPaid: true, micros: costs[place] ?? 0, ...tokensOf(call) };
          const until = inSeconds(vendorBatchRules.resultsKeptSeconds);
          const whole = { ...call, batchId };
          const id = await recordAttempt(tx, ctx, {
            call: whole,
            writer,
            held,
            until,
            vendorBatchId,
          });
          requests.push({ id, request: call.request });
        }
        const own = { vendorBatchId, ...payer, leaseToken };
        const reserved = { ...own, writer, requests, reservedAt };
        return { reserved, count };
      });
    } catch (error) {
      if (!(error instanceof Undo)) throw error;
      const { refused } = error;
      if (refused.why === "cap_changed") continue;
      if (refused.why === "not_open") await openBudgets(ctx, payer);
      else if (refused.why === "cap") {
        return { reserved: null, why: "cap", message: refused.message };
      } else {
        const isKnown = refused.why === "stopped" || refused.why === "money_under_way";
        return { reserved: null, why: isKnown ? refused.why : "not_wanted" };
      }
    }
  }
}

/** Reserves the longest beginning that every cap has room for; looks again when others were faster. */
async function reserveMost(
  tx: Transaction,
  { workspaceId }: Context,
  payer: Payer,
  costs: readonly number[],
): Promise<{ count: number; refused: null } | { count: 0; refused: Refused }> {
  for (;;) {
    const count = Math.max(1, await roomFor(tx, payer, costs));
    const micros = sum(costs.slice(0, count));
    const refused = await tryBudgets(tx, workspaceId, payer, { micros, count });
    if (refused === null) return { count, refused };
    const isMoney = refused.why === "cap" || refused.why === "money_under_way";
    if (!isMoney || count === 1) return { count: 0, refused };
  }
}

/** What is refused leaves nothing behind: a part of it may have been reserved. */
async function tryBudgets(
  tx: Transaction,
  workspaceId: string,
  payer: Payer,
  { micros, count }: { micros: number; count: number },
): Promise<Refused | null> {
  try {
    await tx.transaction(async (inner) => {
      const together = { count, isInVendorBatch: true };
      const reserved = await reserveBudgets(inner, workspaceId, payer, micros, together);
      if (!reserved.isReserved) throw new Undo(reserved);
    });
    return null;
  } catch (error) {
    if (error instanceof Undo && error.refused.why !== "not_wanted") return error.refused;
    throw error;
  }
}

/** How many of the calls, from the first, fit under what is left. */
async function roomFor(tx: Transaction, payer: Payer, costs: readonly number[]): Promise<number> {
  const budgets = await readBudgets(tx, payer);
  const lefts = budgets.flatMap(({ settledMicros, reservedMicros, capMicros }) =>
    capMicros === null ? [] : [capMicros - settledMicros - reservedMicros],
  );
  let left = Math.min(...lefts, Number.MAX_SAFE_INTEGER);
  let count = 0;
  for (const cost of costs) {
    left -= cost;
    if (left < 0 && cost > 0) break;
    count += 1;
  }
  return count;
}

function tokensOf({ request }: BatchedCall): { inputTokens: number; outputTokens: number } {
  return {
    inputTokens: requestTokens(request).expected,
    outputTokens: request.maxOutputTokens,
  };
}

function costOfBatched({ request }: BatchedCall, { model }: Writer): number {
  return mostCost(request, model.prices, { isBatch: true });
}

/**
 * Looks once more, when more time than usual has passed since the reservation, whether the batch still runs
 * under caps that allow it, in the month of its reservation, and this worker still has the vendor's batch.
 */
export async function mayStillCreate(
  ctx: Context,
  process: CallProcess,
  reserved: ReservedVendorBatch,
): Promise<boolean> {
  const { vendorBatchId, projectId, batchId, leaseToken, requests } = reserved;
  return inTransaction(ctx, async (tx, { workspaceId }) => {
    const at = performance.now();
    const calls = await tx
      .update(callAttempts)
      .set({ sentAt: sql`clock_timestamp()` })
      .where(and(eq(callAttempts.vendorBatchId, vendorBatchId), isInItsMonth))
      .returning({ id: callAttempts.id });
    if (calls.length !== requests.length) return false;
    await lockBudgets(tx, workspaceId, { projectId, batchId });
    if (!(await isRunning(tx, batchId))) return false;
    if (await isOverCap(tx, workspaceId, { projectId, batchId })) return false;
    const held = await tx
      .update(vendorBatches)
      .set({ leaseUntil: vendorLeaseUntil(process.leaseScale) })
      .where(and(eq(vendorBatches.id, vendorBatchId), eq(vendorBatches.leaseToken, leaseToken)))
      .returning({ id: vendorBatches.id });
    reserved.reservedAt = at;
    return held.length === 1;
  });
}
