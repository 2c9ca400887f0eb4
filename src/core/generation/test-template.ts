import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { writerOf } from "./estimate-test.ts";
import { promptOfRow } from "./prompt-of-row.ts";
import { type TemplateTest, testTemplateInput } from "./prompt-schema.ts";
import { writeConversation, type Written } from "./write-conversation.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { getConversation } from "../conversations/get-conversation.ts";
import { notFound } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { getTemplate } from "../templates/get-template.ts";
import { getWriter, type Providers } from "../writers/registry.ts";
import { sha256 } from "#/lib/sha256.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";
import { conversationVersions } from "#/platform/db/tables/conversations.ts";
import type { Transaction } from "#/platform/db/connect.ts";

/**
 * Has a writer write one row from a draft, and puts the text beside the one that stands. The conversation
 * and the template stay as they are; the calls are on the record with the purpose "test".
 * @param signal ends it early, as when the person goes away.
 * @throws not_found; conflict for a seed; invalid_input naming what can't be filled; unavailable. What the
 * writer failed at is returned, not thrown.
 */
export async function testTemplate({
  ctx,
  providers,
  input,
  signal,
}: {
  ctx: Context;
  providers: Providers;
  input: z.input<typeof testTemplateInput>;
  signal: AbortSignal;
}): Promise<TemplateTest> {
  authorise(ctx, "write");
  const { templateId, conversationId, body, writer } = parseInput(testTemplateInput, input);
  const chosen = await getWriter(ctx, providers, writer);
  const template = await getTemplate({ ctx, input: { templateId } });
  const { prompt, reference, projectId } = await promptOfRow(ctx, {
    conversationId,
    model: chosen.model.model,
    body: body.replaceAll(/\r\n?/g, "\n"),
  });
  if (projectId !== template.projectId) throw notFound("conversation");
  const testId = randomUUID();
  const written = await writeConversation({
    ctx,
    providers,
    prompt,
    call: {
      projectId,
      provider: chosen.provider.id,
      conversationId,
      batchId: null,
      purpose: "test",
      parameters: { testId, templateId, draftHash: sha256(prompt.template.body) },
    },
    signal,
  });
  return inTransaction(ctx, async (tx, ctx) => {
    const spent = await spentOn(tx, conversationId, testId);
    const current = await readCurrent(tx, ctx, conversationId);
    await appendAudit(tx, ctx, {
      action: "template.tested",
      targetKind: "template",
      targetId: templateId,
      details: {
        projectId,
        name: template.name,
        conversationId,
        reference,
        provider: chosen.provider.id,
        model: chosen.model.model,
        costMicros: spent.costMicros,
        outcome: written.failure ? written.failure.code : "written",
      },
    });
    return {
      conversationId,
      reference,
      writer: writerOf(chosen),
      draft: written.failure === null ? { ...textOf(written), ...spent } : null,
      failure: written.failure,
      draftCostMicros: spent.costMicros,
      current,
    };
  });
}

function textOf({ messages, score }: Written) {
  return { messages, score: score.score, scoreParts: score.parts };
}

async function spentOn(
  tx: Transaction,
  conversationId: string,
  testId: string,
): Promise<{ costMicros: number; seconds: number }> {
  const [row] = await tx
    .select(spending)
    .from(callAttempts)
    .where(
      and(
        eq(callAttempts.conversationId, conversationId),
        sql`${callAttempts.parameters} ->> 'testId' = ${testId}`,
      ),
    );
  return row ?? { costMicros: 0, seconds: 0 };
}

const spending = {
  costMicros: sql<number>`coalesce(sum(${callAttempts.costMicros}), 0)::float8`,
  seconds: sql<number>`coalesce(sum(extract(epoch from ${callAttempts.finishedAt} - ${callAttempts.sentAt})), 0)::float8`,
};

/** The conversation's standing text, with what its batch spent on it. */
async function readCurrent(
  tx: Transaction,
  ctx: Context,
  conversationId: string,
): Promise<TemplateTest["current"]> {
  const { shownVersion, messages, scoreParts } = await getConversation({
    ctx,
    input: { conversationId },
  });
  if (!shownVersion) return null;
  const [spent] = await tx
    .select({ ...spending, calls: sql<number>`count(${callAttempts.id})::int` })
    .from(conversationVersions)
    .leftJoin(
      callAttempts,
      and(
        eq(callAttempts.conversationId, conversationVersions.conversationId),
        eq(callAttempts.batchId, conversationVersions.batchId),
      ),
    )
    .where(eq(conversationVersions.id, shownVersion.id));
  const isKnown = spent !== undefined && spent.calls > 0;
  return {
    version: shownVersion.number,
    writer: shownVersion.writer,
    isPractice: shownVersion.isPractice,
    templateVersion: shownVersion.templateVersion,
    messages: messages.map(({ role, content, emotions }) => ({ role, content, emotions })),
    score: shownVersion.score,
    scoreParts,
    costMicros: isKnown ? spent.costMicros : null,
    seconds: isKnown ? spent.seconds : null,
  };
}
