import { eq } from "drizzle-orm";
import { fail, type ItemOutcome, withConversation } from "./after-failure.ts";
import { roundOf } from "./find-last-invalid.ts";
import type { Lease } from "./lease.ts";
import { orRefused, prepareItem } from "./prepare-item.ts";
import type { BatchWork } from "./run-batch-item.ts";
import { supersededBecause } from "./run-batch-item.ts";
import { releaseItem } from "./settle-item.ts";
import { storeAnswer } from "./store-answer.ts";
import { checkAnswer, nextRound, type Round } from "./write-conversation.ts";
import { settleCall } from "../calls/settle-call.ts";
import { callProcessOf } from "../calls/call-process.ts";
import { untilStored } from "../calls/until-stored.ts";
import type { Writer } from "../writers/registry.ts";
import { type Context, inTransaction } from "../context.ts";
import type { ProviderResponse } from "#/platform/llm/port.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";

/**
 * Reads, checks and stores an answer that came in a vendor's batch, as that of a single call. One that breaks
 * a rule sends its item back to the queue, where the next vendor's batch takes its repair along; when nothing
 * more is tried the row fails with a sentence. May be repeated: what is stored already is done.
 */
export async function useBatchedAnswer(
  ctx: Context,
  {
    side,
    writer,
    lease,
    attemptId,
    response,
  }: {
    side: BatchWork;
    writer: Writer;
    lease: Lease;
    attemptId: string;
    response: Pick<ProviderResponse, "text" | "stopReason">;
  },
): Promise<ItemOutcome> {
  const prepared = await orRefused(() => prepareItem(ctx, side, lease, false));
  if ("refused" in prepared) return fail(ctx, lease, prepared.refused);
  const sent = await readSent(ctx, attemptId);
  const prompt = {
    ...prepared.value.prompt,
    // The text was written hours ago: from what was sent then, whatever stands in its place by now.
    systemPrompt: sent.systemPrompt ?? prepared.value.prompt.systemPrompt,
    template: { ...prepared.value.prompt.template, versionId: sent.templateVersionId },
  };
  const checked = checkAnswer(prompt, response);
  if (checked.failure) {
    const { failure } = checked;
    await untilStored(callProcessOf(ctx), () =>
      settleCall({ ctx, input: { attemptId, state: "invalid", failure } }),
    );
    if (!nextRound(prompt, sent.round, response, checked)) {
      return fail(ctx, lease, withConversation(failure));
    }
    const isReleased = await untilStored(callProcessOf(ctx), () =>
      inTransaction(ctx, (tx, ctx) => releaseItem(tx, ctx, lease)),
    );
    return isReleased ? "released" : "lost";
  }
  const written = { ...checked, attemptId };
  const stored = await untilStored(callProcessOf(ctx), () =>
    storeAnswer({ ctx, lease, writer, prompt, written }),
  );
  if (stored === "done") return "done";
  const failure = supersededBecause(stored);
  await settleCall({ ctx, input: { attemptId, state: "superseded", failure } });
  return stored === "changed" ? "failed" : "lost";
}

/** What the attempt was made of. */
async function readSent(
  ctx: Context,
  attemptId: string,
): Promise<{ round: Round; systemPrompt: string | undefined; templateVersionId: string | null }> {
  const { request, parameters, templateVersionId } = callAttempts;
  const [row] = await inTransaction(ctx, (tx) =>
    tx
      .select({ request, parameters, templateVersionId })
      .from(callAttempts)
      .where(eq(callAttempts.id, attemptId)),
  );
  if (!row) throw new Error("an answer belongs to no call");
  const round = roundOf(row);
  return {
    round,
    systemPrompt: round.request.messages.find(({ role }) => role === "system")?.content,
    templateVersionId: row.templateVersionId,
  };
}
