import { z } from "zod";
import type { CallProcess } from "./call-process.ts";
import type { Context } from "../context.ts";
import type { ProviderResponse } from "#/platform/llm/port.ts";
import type { SpoolLine } from "#/platform/files/spool.ts";

/** JSON knows no NaN: what made no sense counts as none. */
const count = z
  .number()
  .nullable()
  .transform((value) => value ?? 0);
const told = z.number().nullable();
const level = z.object({ limit: told, remaining: told, resetSeconds: told });

/** An answer as it lies in the spool: enough to settle its attempt without the process that asked for it. */
export const keptAnswerSchema = z.object({
  workspaceId: z.uuid(),
  attemptId: z.uuid(),
  concurrency: z.number(),
  response: z.object({
    text: z.string(),
    stopReason: z.enum(["end", "max_tokens", "refusal", "context_exceeded", "other"]),
    usage: z
      .object({
        inputTokens: count,
        cacheReadTokens: count,
        cacheWriteTokens: count,
        cacheWriteHourTokens: count,
        outputTokens: count,
      })
      .nullable(),
    providerRequestId: z.string().nullable(),
    limits: z.object({ requests: level, inputTokens: level, outputTokens: level }).nullable(),
    raw: z.unknown(),
  }),
});

/**
 * Puts an answer on this machine's disk, before the database is told: whatever happens to either then, what
 * was paid for is found again. A disk that takes nothing is said in the log, and no further call is sent until
 * it does; the database still gets this one.
 * @returns the line, to be settled once the database has it.
 */
export async function keepAnswer(
  ctx: Context,
  { spool, room }: CallProcess,
  answer: { attemptId: string; concurrency: number; response: ProviderResponse },
): Promise<SpoolLine | undefined> {
  try {
    return await spool?.append({ workspaceId: ctx.workspaceId, ...answer });
  } catch (error) {
    room?.noteFailure();
    ctx.log.error(
      { err: error, attemptId: answer.attemptId },
      "an answer could not be put on the disk before the database has it",
    );
    return undefined;
  }
}
