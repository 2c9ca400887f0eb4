import { and, eq, sql } from "drizzle-orm";
import { CALL_DEADLINE_SECONDS, failureOfError } from "./failure-of-error.ts";
import { getWriter, type Providers, type Writer } from "../writers/registry.ts";
import type { Failure } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { sha256 } from "#/lib/sha256.ts";
import { storableJson } from "#/lib/storable-text.ts";
import { tryAgain } from "#/lib/try-again.ts";
import { ProviderError, type ProviderRequest, type ProviderResponse } from "#/platform/llm/port.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";

export interface ModelCall {
  projectId: string;
  /** "write", or "test" for a trial of a template. */
  purpose: string;
  batchId?: string | null;
  conversationId?: string | null;
  templateVersionId?: string | null;
  provider: string;
  request: ProviderRequest;
  /** What the request was made with, for the record: seed, message count, why it is a repair. */
  parameters: Record<string, unknown>;
}

export type CallResult =
  | { attemptId: string; response: ProviderResponse; failure: null }
  | { attemptId: string; response: null; failure: Failure };

/**
 * The only door to a model. The attempt is on the record, committed, before anything is sent, and its
 * outcome after; both in transactions of their own, so never call this inside one.
 * A failure of the provider is returned, not thrown. Cost in millionths of a US dollar.
 * @param signal ends the call early; after 300 s it ends anyway.
 * @throws forbidden; unavailable for a writer that isn't set up (nothing was sent then).
 */
export async function callModel({
  ctx,
  providers,
  input,
  signal,
}: {
  ctx: Context;
  providers: Providers;
  input: ModelCall;
  signal?: AbortSignal;
}): Promise<CallResult> {
  authorise(ctx, "write");
  if (ctx.transaction)
    throw new Error("a call inside a transaction would be forgotten by its rollback");
  const writer = await getWriter(ctx, providers, {
    provider: input.provider,
    model: input.request.model,
  });
  const attemptId = await recordSent(ctx, input);
  const deadline = AbortSignal.timeout(CALL_DEADLINE_SECONDS * 1000);
  const stop = signal ? AbortSignal.any([signal, deadline]) : deadline;
  const answer = await endingAt(stop, () =>
    writer.provider.generate(input.request, { signal: stop, attemptId }),
  ).then(
    (response) => ({ response, failure: null }),
    (error: unknown) => ({ response: null, failure: failureOfError(error), error }),
  );
  if (answer.response) {
    const { response } = answer;
    await recordOutcome(ctx, attemptId, outcomeOf(response, writer));
    return { attemptId, response, failure: null };
  }
  const { failure, error } = answer;
  if (failure.code === "unexpected") ctx.log.error({ err: error, attemptId }, "a call failed");
  const raw = error instanceof ProviderError ? error.fault.raw : null;
  await recordOutcome(ctx, attemptId, {
    state: "failed",
    failure,
    response: raw === null || raw === undefined ? null : storableJson({ raw }),
  });
  return { attemptId, response: null, failure };
}

async function recordSent(ctx: Context, input: ModelCall): Promise<string> {
  const request = storableJson(input.request);
  const batchId = input.batchId ?? null;
  const conversationId = input.conversationId ?? null;
  return inTransaction(ctx, async (tx) => {
    const [earlier] = await tx
      .select({ count: sql<number>`count(*)::int` })
      .from(callAttempts)
      .where(
        and(
          sql`${callAttempts.conversationId} is not distinct from ${conversationId}::uuid`,
          sql`${callAttempts.batchId} is not distinct from ${batchId}::uuid`,
          eq(callAttempts.projectId, input.projectId),
          eq(callAttempts.purpose, input.purpose),
        ),
      );
    const [attempt] = await tx
      .insert(callAttempts)
      .values({
        workspaceId: ctx.workspaceId,
        projectId: input.projectId,
        purpose: input.purpose,
        batchId,
        conversationId,
        attempt: (earlier?.count ?? 0) + 1,
        state: "sent",
        provider: input.provider,
        model: input.request.model,
        templateVersionId: input.templateVersionId ?? null,
        parameters: storableJson(input.parameters),
        request,
        requestHash: sha256(JSON.stringify(request)),
        sentAt: sql`clock_timestamp()`,
      })
      .returning({ id: callAttempts.id });
    if (!attempt) throw new Error("the call was not recorded");
    return attempt.id;
  });
}

type Outcome = Partial<typeof callAttempts.$inferInsert>;

function outcomeOf(response: ProviderResponse, { model }: Writer): Outcome {
  const inputTokens = wholeNumber(response.usage?.inputTokens ?? 0);
  const outputTokens = wholeNumber(response.usage?.outputTokens ?? 0);
  const { text, stopReason, raw, providerRequestId } = response;
  return {
    state: "succeeded",
    response: storableJson({ text, stopReason, raw: raw ?? null }),
    inputTokens,
    outputTokens,
    costMicros: Math.round(inputTokens * model.prices.input + outputTokens * model.prices.output),
    providerRequestId,
  };
}

/** Servers of one's own at times report no usage. */
function wholeNumber(tokens: number): number {
  return Number.isFinite(tokens) ? Math.max(0, Math.round(tokens)) : 0;
}

/** An answer has been paid for: a database that is away for a moment must not lose it. */
async function recordOutcome(ctx: Context, attemptId: string, outcome: Outcome): Promise<void> {
  await tryAgain(
    () =>
      inTransaction(ctx, (tx) =>
        tx
          .update(callAttempts)
          .set({ ...outcome, finishedAt: sql`clock_timestamp()` })
          .where(eq(callAttempts.id, attemptId)),
      ),
    { times: 6, firstPauseMs: 250 },
  );
}

/** A provider that doesn't heed its signal must not hold a worker for ever. */
async function endingAt<T>(signal: AbortSignal, start: () => Promise<T>): Promise<T> {
  const stopped = Promise.withResolvers<never>();
  const stop = () => stopped.reject(signal.reason);
  stopped.promise.catch(() => undefined);
  signal.addEventListener("abort", stop, { once: true });
  try {
    signal.throwIfAborted();
    return await Promise.race([start(), stopped.promise]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
