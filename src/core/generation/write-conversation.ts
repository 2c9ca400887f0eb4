import type { Prompt } from "./build-prompt.ts";
import type { UnusedAnswer } from "./find-unused-answer.ts";
import { parseAnswer, unusable } from "./parse-answer.ts";
import { callProcessOf } from "../calls/call-process.ts";
import { callModel } from "../calls/call-model.ts";
import type { FailedKind, ModelCall } from "../calls/model-call.ts";
import type { FailedOutcome } from "../calls/outcome.ts";
import type { Providers } from "../writers/registry.ts";
import type { Failure } from "../calls/schema.ts";
import { settleCall } from "../calls/settle-call.ts";
import { untilStored } from "../calls/until-stored.ts";
import type { Context } from "../context.ts";
import type { Message } from "../conversations/schema.ts";
import { type ConversationScore, scoreConversation } from "../quality/score-conversation.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import type { ProviderRequest, ProviderResponse } from "#/platform/llm/port.ts";

export interface Written {
  attemptId: string;
  messages: Message[];
  score: ConversationScore;
  failure: null;
}

/** No text: why not, and what is to be done about it. "invalid": the answers broke rules, it is final. */
export interface NotWritten {
  failure: Failure;
  kind: FailedKind | "invalid";
  retryAfterSeconds: number | null;
  /** Whether trying again costs money again. */
  mayBeBilled: boolean;
}

/** What the caller sees to while a call is made. */
export interface WritingHooks {
  /** Says what is done next, where the call is reserved; false when the item is another's by now. */
  beforeSend: (tx: Transaction, stage: "asking" | "repairing") => Promise<boolean>;
  onWriting: () => void;
  /** With the record of a call's failure, in its transaction. */
  onFailed: (ctx: Context, failed: FailedOutcome) => Promise<void>;
  /** An answer is there, and on the record. */
  onAnswered: () => void;
}

/** Whose call it is. */
export interface WritingCall extends Pick<
  ModelCall,
  "batchId" | "projectId" | "provider" | "isUrgent" | "writer"
> {
  conversationId: string;
  /** "write" unless it is said otherwise: a trial of a template is "test". */
  purpose?: "write" | "test";
  /** Further parameters for the record. */
  parameters?: Record<string, unknown>;
}

/** Characters of a wrong answer that go back with the repair; more says no more. */
const SHOWN_AGAIN = 40_000;

/** One request of at most three: the first, one with a higher limit after a cut, one that names a rule. */
export interface Round {
  request: ProviderRequest;
  brokenRule: string | null;
  isRaised: boolean;
}

/**
 * Asks a writer for a conversation, reads and checks the answer. An answer that was cut off raises the
 * limit once; one that breaks a rule gets one repair call that names the rule; what fails then fails.
 * Nothing is stored but the calls.
 * @param unused an answer that was paid for already and is looked at first.
 */
export async function writeConversation({
  ctx,
  providers,
  prompt,
  call,
  hooks,
  unused,
  signal,
}: {
  ctx: Context;
  providers: Providers;
  prompt: Prompt;
  call: WritingCall;
  hooks?: WritingHooks;
  unused?: UnusedAnswer | undefined;
  signal: AbortSignal;
}): Promise<Written | NotWritten> {
  let round: Round = { request: prompt.request, brokenRule: null, isRaised: false };
  let answer = unused;
  for (;;) {
    if (!answer) {
      const { request, brokenRule } = round;
      const result = await callModel({
        ctx,
        providers,
        signal,
        input: {
          ...call,
          purpose: call.purpose ?? "write",
          templateVersionId: prompt.template.versionId,
          request,
          parameters: { ...parametersOf(prompt, request, round), ...call.parameters },
          ...(hooks && {
            beforeSend: (tx) => hooks.beforeSend(tx, brokenRule === null ? "asking" : "repairing"),
            onWriting: hooks.onWriting,
            onFailed: hooks.onFailed,
          }),
        },
      });
      if (result.failure) return result;
      answer = result;
    }
    const { attemptId, response } = answer;
    answer = undefined;
    const checked = checkAnswer(prompt, response);
    hooks?.onAnswered();
    if (!checked.failure) return { attemptId, ...checked };
    const input = { attemptId, state: "invalid", failure: checked.failure } as const;
    await untilStored(callProcessOf(ctx), () => settleCall({ ctx, input }));
    const next = nextRound(prompt, round, response, checked);
    if (!next) {
      const { failure } = checked;
      return { failure, kind: "invalid", retryAfterSeconds: null, mayBeBilled: true };
    }
    round = next;
  }
}

/** The request after an answer that can't be used; undefined when nothing more is tried. */
export function nextRound(
  { request }: Prompt,
  { brokenRule, isRaised, request: last }: Round,
  { text, stopReason }: Pick<ProviderResponse, "text" | "stopReason">,
  { mayRepair, rule }: { mayRepair: boolean; rule: string },
): Round | undefined {
  if (stopReason === "max_tokens") {
    if (isRaised) return undefined;
    const maxOutputTokens = Math.max(request.maxOutputTokens, last.maxOutputTokens) * 2;
    return { request: { ...last, maxOutputTokens }, brokenRule, isRaised: true };
  }
  if (brokenRule !== null || !mayRepair) return undefined;
  const { maxOutputTokens } = last;
  return {
    request: { ...repairRequest(request, text, rule), maxOutputTokens },
    brokenRule: rule,
    isRaised,
  };
}

export type Checked =
  | Pick<Written, "messages" | "score" | "failure">
  | { failure: Failure; mayRepair: boolean; rule: string };

/** Whether an answer is a conversation, and what its checks say. */
export function checkAnswer(
  { material }: Prompt,
  response: Pick<ProviderResponse, "text" | "stopReason">,
): Checked {
  const answer = parseAnswer(response);
  if (answer.failure) {
    const { failure, mayRepair, rule } = answer;
    return { failure, mayRepair, rule };
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

/** What a request was made with, for the record. */
export function parametersOf(
  { template, material }: Prompt,
  { maxOutputTokens }: ProviderRequest,
  { brokenRule, isRaised }: Pick<Round, "brokenRule" | "isRaised">,
) {
  const { plan, take, chunks } = material;
  return {
    seed: plan.seed,
    take,
    messageCount: plan.messageCount,
    maxOutputTokens,
    template: { name: template.name, version: template.number },
    chunkIds: chunks.map(({ id }) => id),
    ...(brokenRule !== null && { repairs: brokenRule }),
    ...(isRaised && { raised: true }),
  };
}
