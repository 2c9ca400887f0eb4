import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionMessage,
} from "openai/resources/chat/completions";
import type { CompletionUsage } from "openai/resources/completions";
import { splitText } from "./generation.ts";
import type { Answer } from "./write-answer.ts";

export interface Completion {
  id: string;
  model: string;
  answer: Answer;
  /** Undefined where the server reports none. */
  usage: CompletionUsage | undefined;
  /** Whether the finish reason is told. */
  tellsFinish: boolean;
}

type FinishReason = ChatCompletion.Choice["finish_reason"];

function finishOf({ stop }: Answer): FinishReason {
  if (stop === "max_tokens" || stop === "model_context_window_exceeded") return "length";
  if (stop === "refusal") return "content_filter";
  return stop === "tool_use" ? "tool_calls" : "stop";
}

/** The answer whole. Servers that leave the finish reason out send null against the API's type. */
export function buildCompletion({ id, model, answer, usage, tellsFinish }: Completion): object {
  const isRefusal = answer.stop === "refusal";
  const message: ChatCompletionMessage = {
    role: "assistant",
    content: isRefusal ? null : answer.text,
    refusal: isRefusal ? "I can't help with that." : null,
  };
  const choice: ChatCompletion.Choice = {
    index: 0,
    finish_reason: finishOf(answer),
    logprobs: null,
    message,
  };
  const body: ChatCompletion = {
    id: `chatcmpl-${id}`,
    object: "chat.completion",
    created: Math.floor(Date.now() / 1_000),
    model,
    choices: [choice],
    ...(usage ? { usage } : {}),
  };
  return tellsFinish ? body : { ...body, choices: [{ ...choice, finish_reason: null }] };
}

/** The answer as the chunks of a stream, one text each; with usage only where it was asked for. */
export function streamChunks(completion: Completion, includeUsage: boolean): string[] {
  const { id, model, answer, usage, tellsFinish } = completion;
  const frame = {
    id: `chatcmpl-${id}`,
    object: "chat.completion.chunk",
    created: Math.floor(Date.now() / 1_000),
    model,
  } as const;
  // With usage asked for, every chunk but the last carries null.
  const none = includeUsage && usage ? { usage: null } : {};
  const chunk = (
    delta: ChatCompletionChunk.Choice.Delta,
    finish: ChatCompletionChunk.Choice["finish_reason"] = null,
  ): ChatCompletionChunk => ({
    ...frame,
    choices: [{ index: 0, delta, finish_reason: finish }],
    ...none,
  });
  const parts: ChatCompletionChunk[] = [
    chunk({ role: "assistant", content: "" }),
    ...(answer.stop === "refusal"
      ? [chunk({ refusal: "I can't help with that." })]
      : splitText(answer.text).map((content) => chunk({ content }))),
    chunk({}, tellsFinish ? finishOf(answer) : null),
  ];
  if (includeUsage && usage) parts.push({ ...frame, choices: [], usage });
  return [...parts.map((part) => `data: ${JSON.stringify(part)}\n\n`), "data: [DONE]\n\n"];
}
