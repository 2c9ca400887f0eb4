import type Anthropic from "@anthropic-ai/sdk";
import type { ProviderResponse, ProviderUsage, StopReason } from "../../port.ts";

/** The vendor adds stop reasons now and then: an unknown one is "other". */
export function toStopReason(reason: string | null): StopReason {
  switch (reason) {
    case "end_turn":
    case "stop_sequence":
      return "end";
    case "max_tokens":
      return "max_tokens";
    case "refusal":
      return "refusal";
    case "model_context_window_exceeded":
      return "context_exceeded";
    default:
      return "other";
  }
}

/** All input is the sum of the first four counts. */
export function toUsage(usage: Partial<Anthropic.Usage>): ProviderUsage {
  const written = usage.cache_creation_input_tokens ?? 0;
  const hour = usage.cache_creation?.ephemeral_1h_input_tokens ?? 0;
  return {
    inputTokens: usage.input_tokens ?? 0,
    cacheReadTokens: usage.cache_read_input_tokens ?? 0,
    cacheWriteTokens: Math.max(written - hour, 0),
    cacheWriteHourTokens: hour,
    outputTokens: usage.output_tokens ?? 0,
  };
}

/** A whole message, as batches give it and as the stream adds up to. `raw` doesn't repeat the text. */
export function toResponse(
  message: Anthropic.Message,
  rest: Pick<ProviderResponse, "providerRequestId" | "limits">,
): ProviderResponse {
  return {
    text: message.content.map((block) => (block.type === "text" ? block.text : "")).join(""),
    stopReason: toStopReason(message.stop_reason),
    usage: message.usage ? toUsage(message.usage) : null,
    raw: { ...message, content: message.content.filter(({ type }) => type !== "text") },
    ...rest,
  };
}
