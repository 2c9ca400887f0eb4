import { type CallProcess, callProcessOf } from "./call-process.ts";
import { callRules } from "./call-rules.ts";
import { keepAnswer } from "./keep-answer.ts";
import type { CallResult, ModelCall } from "./model-call.ts";
import { noteHeaders } from "./note-headers.ts";
import { type FailedOutcome, outcomeOfError } from "./outcome.ts";
import {
  isUrgent,
  mayStillSend,
  type NotSent,
  type ReservedCall,
  tryToReserve,
} from "./reserve-call.ts";
import { type CallEnd, settleAttempt } from "./settle-attempt.ts";
import { untilStored } from "./until-stored.ts";
import { watchCall, type Watched } from "./watch-call.ts";
import { getWriter, type Providers, type Writer } from "../writers/registry.ts";
import { authorise, type Context, inTransaction } from "../context.ts";

/**
 * The only door to a model. Waits until the provider's limits, the calls side by side and every cap let the
 * call go; it is then on the record, committed, with its money held back, before anything is sent, and its
 * outcome after, in transactions of their own: so never call this inside one. An answer is on this machine's
 * disk before the database is told. A failure is returned, not thrown, and never tried again in here.
 * @param signal ends the call early; silence and the total time end it anyway (settings).
 * @throws forbidden; unavailable for a writer that isn't set up, conflict for terms that weren't accepted
 * (nothing was sent then).
 */
export async function callModel({
  ctx,
  providers,
  input,
  signal = new AbortController().signal,
}: {
  ctx: Context;
  providers: Providers;
  input: ModelCall;
  signal?: AbortSignal;
}): Promise<CallResult> {
  authorise(ctx, "write");
  if (ctx.transaction)
    throw new Error("a call inside a transaction would be forgotten by its rollback");
  const name = { provider: input.provider, model: input.request.model };
  const writer = input.writer ?? (await getWriter(ctx, providers, name));
  const process = callProcessOf(ctx);
  const reserved = await reserve(ctx, process, { call: input, writer, signal });
  if (!("attemptId" in reserved)) return notSent(reserved);
  const release = process.held.hold(ctx, reserved.attemptId);
  try {
    await process.onStep("reserved");
    return await send(ctx, process, { call: input, writer, reserved, signal });
  } finally {
    release();
  }
}

/** Waits in line for a place; a local writer needs none. */
async function reserve(
  ctx: Context,
  process: CallProcess,
  { call, writer, signal }: { call: ModelCall; writer: Writer; signal: AbortSignal },
): Promise<ReservedCall | NotSent> {
  const attempt = () => tryToReserve(ctx, process, { call, writer });
  if (writer.provider.isPractice) {
    const tried = await attempt();
    if (tried.isDone) return tried.value;
  }
  const bucket = {
    workspaceId: ctx.workspaceId,
    provider: writer.provider.id,
    model: writer.model.model,
  };
  const line = process.lineOf(bucket);
  try {
    return await line.stand(attempt, { isUrgent: isUrgent(call), signal });
  } catch (error) {
    if (!signal.aborted) throw error;
    return { why: "stopped" };
  }
}

async function send(
  ctx: Context,
  process: CallProcess,
  {
    call,
    writer,
    reserved,
    signal,
  }: { call: ModelCall; writer: Writer; reserved: ReservedCall; signal: AbortSignal },
): Promise<CallResult> {
  const { attemptId } = reserved;
  const { concurrency } = writer.model;
  const unsent = { firstByteSeconds: null, headersAge: null, isNews: true, concurrency };
  if (!(await maySend(ctx, process, { call, reserved, signal }))) {
    const outcome = outcomeOfError(new DOMException("", "AbortError"), {
      hasStarted: false,
      arrived: false,
    });
    await settle(ctx, process, call, reserved, { response: null, outcome, ...unsent });
    return failedCall(attemptId, outcome);
  }
  let headersAt: number | null = null;
  let noting: Promise<void> | undefined;
  const sentAt = performance.now();
  const running = watchCall((watch) => writer.provider.generate(call.request, watch), {
    idleSeconds: process.idleSeconds,
    totalSeconds: process.totalSeconds,
    signal,
    attemptId,
    onFirstByte: () => call.onWriting?.(),
    onPiece: () => void process.onStep("mid-stream"),
    onHeaders: (limits) => {
      headersAt = performance.now();
      void process.onStep("headers");
      if (reserved.isLearning && reserved.isPaid) {
        noting = noteHeaders(ctx, process, { reserved, limits, concurrency });
      }
    },
  });
  await process.onStep("sent");
  const { answer, firstByteAt } = await running;
  await noting;
  const end = {
    firstByteSeconds: firstByteAt === null ? null : (firstByteAt - sentAt) / 1_000,
    headersAge: headersAt === null ? null : (performance.now() - headersAt) / 1_000,
    isNews: true,
    concurrency,
  };
  if (answer.response) {
    const { response } = answer;
    await process.onStep("last byte");
    const line = await keepAnswer(ctx, process, { attemptId, response, concurrency });
    await process.onStep("spooled");
    await settle(ctx, process, call, reserved, { response, outcome: null, ...end });
    await process.onStep("committed");
    line?.settle();
    await process.onStep("acknowledged");
    return { attemptId, response, failure: null };
  }
  const outcome = outcomeOfFailed(ctx, process, attemptId, answer.error, firstByteAt);
  await settle(ctx, process, call, reserved, { response: null, outcome, ...end });
  return failedCall(attemptId, outcome);
}

/** Looks again for as long as it is late: looking takes time itself. */
async function maySend(
  ctx: Context,
  process: CallProcess,
  { call, reserved, signal }: { call: ModelCall; reserved: ReservedCall; signal: AbortSignal },
): Promise<boolean> {
  const isLate = () => performance.now() - reserved.reservedAt > callRules.sendWithinMs;
  while (!signal.aborted && isLate()) {
    if (!(await untilStored(process, () => mayStillSend(ctx, reserved, call)))) return false;
  }
  return !signal.aborted;
}

function outcomeOfFailed(
  ctx: Context,
  { idleSeconds, totalSeconds }: CallProcess,
  attemptId: string,
  error: unknown,
  firstByteAt: Watched["firstByteAt"],
): FailedOutcome {
  const arrived = firstByteAt !== null;
  const outcome = outcomeOfError(error, { hasStarted: true, arrived, idleSeconds, totalSeconds });
  if (outcome.failure.code === "unexpected") {
    ctx.log.error({ err: error, attemptId }, "a call failed");
  }
  return outcome;
}

async function settle(
  ctx: Context,
  process: CallProcess,
  { onFailed }: ModelCall,
  { attemptId, bucket }: ReservedCall,
  end: CallEnd,
): Promise<void> {
  await untilStored(process, () =>
    inTransaction(ctx, async (_, ctx) => {
      await settleAttempt(ctx, process, attemptId, end);
      if (end.outcome) await onFailed?.(ctx, end.outcome);
    }),
  );
  process.wake(bucket);
}

function failedCall(attemptId: string, outcome: FailedOutcome): CallResult {
  const { failure, kind, retryAfterSeconds, billed } = outcome;
  const mayBeBilled = billed === "unknown";
  return { attemptId, response: null, failure, kind, retryAfterSeconds, mayBeBilled };
}

/** Nothing was sent, and nothing is on the record. */
function notSent(notSent: NotSent): CallResult {
  const common = { attemptId: null, response: null, retryAfterSeconds: null, mayBeBilled: false };
  const failure = (code: string, message: string) => ({ code, message, retryable: true });
  if (notSent.why === "cap") {
    return { ...common, kind: "cap", failure: failure("cap", notSent.message) };
  }
  if (notSent.why === "limit") {
    const message =
      notSent.message ?? "The provider takes no calls for a while. Nothing was sent; try later.";
    const { seconds: retryAfterSeconds } = notSent;
    return { ...common, kind: "limit", failure: failure("limit", message), retryAfterSeconds };
  }
  return {
    ...common,
    kind: notSent.why,
    failure: failure(
      "stopped",
      "The call was stopped before anything was sent. Nothing was spent; try again.",
    ),
  };
}
