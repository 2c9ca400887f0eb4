import { and, desc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import type { Prompt } from "./build-prompt.ts";
import { storedAnswer } from "./find-unused-answer.ts";
import type { Lease } from "./lease.ts";
import { checkAnswer, nextRound, type Round } from "./write-conversation.ts";
import { type Context, inTransaction } from "../context.ts";
import type { ProviderRequest } from "#/platform/llm/port.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";

const madeWith = z.object({ repairs: z.string().optional(), raised: z.boolean().optional() });

/**
 * What is asked next for an item whose last answer in this batch couldn't be used: the repair that names
 * the rule, or the same with a higher limit. Undefined when its last answer was none such, or nothing more
 * is tried: it begins anew then.
 */
export async function findLastInvalid(
  ctx: Context,
  { batchId, conversationId }: Lease,
  prompt: Prompt,
): Promise<Round | undefined> {
  const { state, response, request, parameters, sentAt } = callAttempts;
  const [last] = await inTransaction(ctx, (tx) =>
    tx
      .select({ state, response, request, parameters })
      .from(callAttempts)
      .where(
        and(
          eq(callAttempts.conversationId, conversationId),
          eq(callAttempts.batchId, batchId),
          eq(callAttempts.purpose, "write"),
          inArray(state, ["succeeded", "invalid", "superseded"]),
        ),
      )
      .orderBy(desc(sentAt))
      .limit(1),
  );
  if (last?.state !== "invalid") return undefined;
  const answer = storedAnswer.safeParse(last.response);
  if (!answer.success) return undefined;
  const checked = checkAnswer(prompt, answer.data);
  return checked.failure ? nextRound(prompt, roundOf(last), answer.data, checked) : undefined;
}

/** The round that a call on the record was. */
export function roundOf({
  request,
  parameters,
}: Pick<typeof callAttempts.$inferSelect, "request" | "parameters">): Round {
  const { repairs, raised } = madeWith.parse(parameters);
  const asked = request as ProviderRequest;
  return { request: asked, brokenRule: repairs ?? null, isRaised: raised ?? false };
}
