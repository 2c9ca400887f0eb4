import type { Prompt } from "./build-prompt.ts";
import { parseAnswer, unusable } from "./parse-answer.ts";
import { callModel } from "../calls/call-model.ts";
import type { Providers } from "../writers/registry.ts";
import type { Failure } from "../calls/schema.ts";
import { settleCall } from "../calls/settle-call.ts";
import type { Context } from "../context.ts";
import type { Message } from "../conversations/schema.ts";
import { type ConversationScore, scoreConversation } from "../quality/score-conversation.ts";
import type { ProviderRequest } from "#/platform/llm/port.ts";

export interface Written {
  attemptId: string;
  messages: Message[];
  score: ConversationScore;
  failure: null;
}

/** Characters of a wrong answer that go back with the repair; more says no more. */
const SHOWN_AGAIN = 40_000;

/**
 * Asks a writer for a conversation, reads and checks the answer. An answer that breaks a rule gets one
 * repair call that names the rule; what fails then fails. Nothing is stored but the calls.
 */
export async function writeConversation({
  ctx,
  providers,
  prompt,
  call,
  signal,
}: {
  ctx: Context;
  providers: Providers;
  prompt: Prompt;
  call: {
    projectId: string;
    provider: string;
    conversationId: string;
    /** Null outside a batch. */
    batchId: string | null;
    /** "write" unless it is said otherwise: a trial of a template is "test". */
    purpose?: "write" | "test";
    /** Further parameters for the record. */
    parameters?: Record<string, unknown>;
  };
  signal: AbortSignal;
}): Promise<Written | { failure: Failure }> {
  let request = prompt.request;
  let brokenRule: string | null = null;
  for (;;) {
    const result = await callModel({
      ctx,
      providers,
      signal,
      input: {
        projectId: call.projectId,
        purpose: call.purpose ?? "write",
        batchId: call.batchId,
        conversationId: call.conversationId,
        templateVersionId: prompt.template.versionId,
        provider: call.provider,
        request,
        parameters: { ...parametersOf(prompt, brokenRule), ...call.parameters },
      },
    });
    if (result.failure) return { failure: result.failure };
    const { attemptId, response } = result;
    const checked = check(prompt, parseAnswer(response));
    if (!checked.failure) return { attemptId, ...checked };
    await settleCall({ ctx, input: { attemptId, state: "invalid", failure: checked.failure } });
    if (brokenRule !== null || !checked.mayRepair) return { failure: checked.failure };
    brokenRule = checked.rule;
    request = repairRequest(prompt.request, response.text, brokenRule);
  }
}

type Checked =
  | Pick<Written, "messages" | "score" | "failure">
  | { failure: Failure; mayRepair: boolean; rule: string };

function check({ material }: Prompt, answer: ReturnType<typeof parseAnswer>): Checked {
  if (answer.failure) {
    const { failure, mayRepair } = answer;
    return { failure, mayRepair, rule: ruleOf(failure) };
  }
  const { messages } = answer;
  const { arc, labels, project, tier } = material;
  const planWords = [labels["persona"]?.label, arc?.label].filter((word) => word !== undefined);
  const score = scoreConversation({ messages, tier, settings: project.settings, planWords });
  if (score.brokenRule === null) return { messages, score, failure: null };
  const failure = unusable(
    "broken_structure",
    `The text isn't a whole conversation: ${score.brokenRule}`,
  );
  return { failure, mayRepair: true, rule: score.brokenRule };
}

/** The rule alone; the rest of a failure's message is for people. */
function ruleOf({ message }: Failure): string {
  return message.slice(0, message.indexOf(".") + 1);
}

function repairRequest(request: ProviderRequest, answer: string, rule: string): ProviderRequest {
  return {
    ...request,
    messages: [
      ...request.messages,
      { role: "assistant", content: answer.slice(0, SHOWN_AGAIN) || "(no answer)" },
      {
        role: "user",
        content: `Your answer can't be used. ${rule} Write the whole conversation again, mend only this, and answer with JSON alone in the shape that was asked for.`,
      },
    ],
  };
}

function parametersOf({ request, template, material }: Prompt, brokenRule: string | null) {
  const { plan, take, chunks } = material;
  return {
    seed: plan.seed,
    take,
    messageCount: plan.messageCount,
    maxOutputTokens: request.maxOutputTokens,
    template: { name: template.name, version: template.number },
    chunkIds: chunks.map(({ id }) => id),
    ...(brokenRule !== null && { repairs: brokenRule }),
  };
}
