import { type SQL, sql } from "drizzle-orm";
import type { ModelCall } from "./model-call.ts";
import type { Writer } from "../writers/registry.ts";
import type { Context } from "../context.ts";
import { sha256 } from "#/lib/sha256.ts";
import { storableJson } from "#/lib/storable-text.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";

/**
 * Puts a call on the record before it is sent, with what is held back for it.
 * @param until when whoever makes it stops holding it, as SQL; @param holder the process that makes it, where
 * it ends with that; @param vendorBatchId the vendor's batch that it goes in. @returns the attempt's id.
 */
export async function recordAttempt(
  tx: Transaction,
  ctx: Context,
  {
    call,
    writer,
    held,
    until,
    holder = null,
    vendorBatchId = null,
  }: {
    call: ModelCall;
    writer: Writer;
    held: { isPaid: boolean; micros: number; inputTokens: number; outputTokens: number };
    until: SQL;
    holder?: string | null;
    vendorBatchId?: string | null;
  },
): Promise<string> {
  const request = storableJson(call.request);
  const batchId = call.batchId ?? null;
  const conversationId = call.conversationId ?? null;
  const [attempt] = await tx
    .insert(callAttempts)
    .values({
      workspaceId: ctx.workspaceId,
      projectId: call.projectId,
      purpose: call.purpose,
      batchId,
      conversationId,
      vendorBatchId,
      attempt: conversationId === null ? 1 : attemptNumber(call),
      state: "sent",
      provider: writer.provider.id,
      model: writer.model.model,
      templateVersionId: call.templateVersionId ?? null,
      parameters: storableJson(call.parameters),
      request,
      requestHash: sha256(JSON.stringify(request)),
      reservedMicros: held.micros,
      reservedInputTokens: held.isPaid ? held.inputTokens : 0,
      reservedOutputTokens: held.isPaid ? held.outputTokens : 0,
      prices: held.isPaid ? writer.model.prices : null,
      heldUntil: until,
      holder,
      sentAt: sql`clock_timestamp()`,
    })
    .returning({ id: callAttempts.id });
  if (!attempt) throw new Error("the call was not recorded");
  return attempt.id;
}

/** Counted among the calls for the same conversation, batch and purpose. */
function attemptNumber({ conversationId, batchId, purpose }: ModelCall) {
  return sql<number>`(select count(*)::int + 1 from bright.call_attempts
    where conversation_id = ${conversationId ?? null}::uuid and purpose = ${purpose}::text
      and batch_id is not distinct from ${batchId ?? null}::uuid)`;
}
