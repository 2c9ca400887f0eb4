import { randomUUID } from "node:crypto";
import { and, eq, inArray, sql } from "drizzle-orm";
import { contentHash } from "./content-hash.ts";
import type { Emotions, ScorePart } from "./schema.ts";
import { generationStates, mayTakeText, reviewStateOfNewVersion } from "./states.ts";
import type { Context } from "../context.ts";
import { BrightError, notFound } from "../errors.ts";
import { countWords } from "#/lib/words.ts";
import { storableJson, storableText } from "#/lib/storable-text.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import {
  conversations,
  conversationVersions,
  messages,
} from "#/platform/db/tables/conversations.ts";

/** A version before it has a number. Ids of template, call and batch only where a model wrote it. */
export interface NewVersion {
  conversationId: string;
  origin: "generated" | "seed" | "edited" | "restored";
  systemPrompt: string;
  messages: { role: "user" | "assistant"; content: string; emotions?: Emotions | null }[];
  provider?: string | null;
  model?: string | null;
  isPractice: boolean;
  templateVersionId?: string | null;
  callAttemptId?: string | null;
  batchId?: string | null;
  /** 1-10 with one decimal; null when it wasn't scored. */
  score?: number | null;
  scoreParts?: ScorePart[];
  reason?: string | null;
  /** A check failed or the score is under the line: a person is asked for. */
  needsReview: boolean;
}

/**
 * Adds the next version of a conversation with its messages and makes it the current one: generation
 * state "generated", any decision and failure void. The conversation's row is locked until the commit.
 * @throws notFound when the workspace has no such conversation; conflict while it waits to be written.
 */
export async function storeVersion(
  tx: Transaction,
  ctx: Context,
  version: NewVersion,
): Promise<{ versionId: string; number: number; contentHash: string }> {
  const systemPrompt = storableText(version.systemPrompt);
  const texts = version.messages.map((message) => ({
    role: message.role,
    content: storableText(message.content),
    emotions: message.emotions ? storableJson(message.emotions) : null,
  }));
  const hash = contentHash({ systemPrompt, messages: texts });
  const versionId = randomUUID();
  const [row] = await tx
    .update(conversations)
    .set({
      currentVersionId: versionId,
      versionNumber: sql`${conversations.versionNumber} + 1`,
      contentHash: hash,
      score: version.score ?? null,
      messageCount: texts.length,
      isPractice: version.isPractice,
      failure: null,
      generationState: "generated",
      reviewState: reviewStateOfNewVersion(version.needsReview),
      updatedAt: sql`now()`,
    })
    .where(
      and(
        eq(conversations.id, version.conversationId),
        inArray(conversations.generationState, generationStates.filter(mayTakeText)),
      ),
    )
    .returning({ number: conversations.versionNumber });
  if (!row) throw await whyNot(tx, version.conversationId);
  await tx.insert(conversationVersions).values({
    id: versionId,
    workspaceId: ctx.workspaceId,
    conversationId: version.conversationId,
    number: row.number,
    origin: version.origin,
    systemPrompt,
    contentHash: hash,
    provider: version.provider ?? null,
    model: version.model ?? null,
    isPractice: version.isPractice,
    templateVersionId: version.templateVersionId ?? null,
    callAttemptId: version.callAttemptId ?? null,
    batchId: version.batchId ?? null,
    score: version.score ?? null,
    scoreParts: storableJson(version.scoreParts ?? []),
    reason: version.reason ?? null,
    createdBy: ctx.actor.id,
    createdByName: ctx.actor.name,
  });
  if (texts.length > 0) {
    await tx.insert(messages).values(
      texts.map((message, position) => ({
        workspaceId: ctx.workspaceId,
        versionId,
        position,
        role: message.role,
        content: message.content,
        wordCount: countWords(message.content),
        emotions: message.emotions,
      })),
    );
  }
  return { versionId, number: row.number, contentHash: hash };
}

async function whyNot(tx: Transaction, conversationId: string): Promise<BrightError> {
  const [row] = await tx
    .select({ reference: conversations.reference })
    .from(conversations)
    .where(eq(conversations.id, conversationId));
  if (!row) return notFound("conversation");
  return new BrightError(
    "conflict",
    `${row.reference} waits to be written by a run. The new text was not stored; stop the run or wait for it, then store the text again.`,
  );
}
