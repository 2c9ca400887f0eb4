import type OpenAI from "openai";
import { noTokens, type ProviderRequest, type ProviderUsage, type StopReason } from "../../port.ts";
import { estimateTokens } from "#/lib/tokens.ts";

/** Servers leave the reason out, or invent their own: then it is "other" and the text must speak. */
export function toStopReason(reason: string | null): StopReason {
  switch (reason) {
    case "stop":
    case "eos":
      return "end";
    case "length":
    case "max_tokens":
      return "max_tokens";
    case "content_filter":
    case "refusal":
      return "refusal";
    default:
      return "other";
  }
}

/** Null where the server told none, or numbers that can't be. */
export function toUsage(usage: OpenAI.CompletionUsage | null | undefined): ProviderUsage | null {
  const input = usage?.prompt_tokens;
  const output = usage?.completion_tokens;
  if (!isCount(input) || !isCount(output)) return null;
  const cached = usage?.prompt_tokens_details?.cached_tokens;
  const read = isCount(cached) ? Math.min(cached, input) : 0;
  return {
    ...noTokens,
    inputTokens: input - read,
    cacheReadTokens: read,
    outputTokens: output,
  };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

/** Below so many estimated tokens no server's default window is too small. */
const SMALLEST_WINDOW = 1_500;

/** A prompt can't have fewer tokens than this share of the estimate, in any common tokenizer. */
const LEAST_SHARE = 0.6;

/**
 * Whether the server read only a part of the prompt: it counted far fewer tokens than were sent. Ollama
 * does so silently when a prompt is longer than its context length. Nothing is said about a count of 0:
 * some servers count only what their cache didn't hold.
 */
export function isPromptCut(request: ProviderRequest, usage: ProviderUsage | null): boolean {
  if (!usage) return false;
  const read = usage.inputTokens + usage.cacheReadTokens;
  const prompt = request.messages.map(({ content }) => content).join("\n");
  const least = estimateTokens(prompt.replace(/\s+/g, " ")) * LEAST_SHARE;
  return read > 0 && least > SMALLEST_WINDOW && read < least;
}
