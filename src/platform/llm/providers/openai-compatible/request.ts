import type OpenAI from "openai";
import { isStrict } from "./is-strict.ts";
import type { ProviderRequest } from "../../port.ts";

export interface RequestShape {
  /** OpenAI's own service refuses `max_tokens` for its newer models; other servers know only that. */
  isOpenAi: boolean;
  /** False for the one fallback: a server that doesn't take `response_format` is told in words. */
  withSchema: boolean;
}

/** The body of one call: streamed, with usage asked for, and no temperature, which some models refuse. */
export function toChatParams(
  request: ProviderRequest,
  { isOpenAi, withSchema }: RequestShape,
): OpenAI.ChatCompletionCreateParamsStreaming {
  const { model, outputSchema, maxOutputTokens } = request;
  const messages = request.messages.filter(({ content }) => content !== "");
  const isTold = outputSchema !== null && !withSchema;
  return {
    model,
    messages: isTold ? [...messages, { role: "user", content: inWords(outputSchema) }] : messages,
    stream: true,
    stream_options: { include_usage: true },
    ...(isOpenAi ? { max_completion_tokens: maxOutputTokens } : { max_tokens: maxOutputTokens }),
    ...(outputSchema !== null && withSchema
      ? {
          response_format: {
            type: "json_schema",
            json_schema: { name: "answer", schema: outputSchema, strict: isStrict(outputSchema) },
          },
        }
      : {}),
  };
}

function inWords(schema: Record<string, unknown>): string {
  return `Answer with one JSON value and nothing else. It must follow this JSON schema:\n${JSON.stringify(schema)}`;
}
