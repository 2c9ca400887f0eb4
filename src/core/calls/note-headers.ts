import { sql } from "drizzle-orm";
import { callChannel, type CallProcess } from "./call-process.ts";
import type { ReservedCall } from "./reserve-call.ts";
import { settleRate } from "./settle-rate.ts";
import { type Context, inTransaction } from "../context.ts";
import type { RateLimits } from "#/platform/llm/port.ts";

/**
 * Tells the bucket the limits that a call under way has learnt from its headers, so that others needn't wait
 * for its end. Never fails: the call's end tells them once more.
 */
export async function noteHeaders(
  ctx: Context,
  process: CallProcess,
  {
    reserved,
    limits,
    concurrency,
  }: { reserved: ReservedCall; limits: RateLimits | null; concurrency: number },
): Promise<void> {
  try {
    await inTransaction(ctx, async (tx) => {
      await settleRate(tx, reserved.bucket, {
        server: "unsaid",
        reason: null,
        blockSeconds: null,
        limits,
        limitsAge: 0,
        isOver: false,
        isGrowing: false,
        giveBack: { requests: 0, inputTokens: 0, outputTokens: 0 },
        outputToCome: reserved.outputTokens,
        concurrency,
        pace: process.pace,
        random: process.random(),
      });
      await tx.execute(sql`select pg_notify(${callChannel}, ${process.noticeOf(reserved.bucket)})`);
    });
    process.wake(reserved.bucket);
  } catch (error) {
    ctx.log.warn({ err: error }, "what a call's headers told could not be noted");
  }
}
