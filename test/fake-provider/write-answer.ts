import type { StopReason } from "@anthropic-ai/sdk/resources";
import { composeAnswer, type Composer, type ComposeRequest, isConversation } from "./answers.ts";
import type { Fault, Scenario } from "./scenario.ts";
import { countTokens } from "./tokens.ts";

export interface Answer {
  text: string;
  stop: StopReason;
  outputTokens: number;
}

interface Order {
  request: ComposeRequest;
  compose: Composer | undefined;
  maxTokens: number;
  fault: Fault | null;
  count: Scenario["countOutput"];
}

/** The answer with what the fault does to its text, held within max_tokens like a vendor's. */
export function writeAnswer(order: Order): Answer {
  const { fault, maxTokens, request, compose } = order;
  if (fault?.kind === "refusal") return { text: "", stop: "refusal", outputTokens: 1 };
  if (fault?.kind === "empty") return { text: "", stop: "end_turn", outputTokens: 1 };
  if (fault?.kind === "whitespace") {
    const text = " \n".repeat(Math.min(2 * maxTokens, 8_000));
    return { text, stop: "max_tokens", outputTokens: maxTokens };
  }
  const right = compose?.(request) ?? composeAnswer(request);
  if (fault?.kind === "max-tokens") {
    const text = right.slice(0, Math.min(Math.ceil(right.length * 0.6), maxTokens * 4));
    return { text, stop: "max_tokens", outputTokens: maxTokens };
  }
  const text = distort(right, fault, request);
  const counted = order.count === "drawn" ? request.outputTokens : countTokens(text);
  const outputTokens = Math.max(1, counted);
  if (outputTokens > maxTokens) {
    const part = Math.floor((text.length * maxTokens) / outputTokens);
    return { text: text.slice(0, part), stop: "max_tokens", outputTokens: maxTokens };
  }
  return { text, stop: fault?.kind === "stop-reason" ? fault.reason : "end_turn", outputTokens };
}

function distort(text: string, fault: Fault | null, { schema }: ComposeRequest): string {
  switch (fault?.kind) {
    case "truncated-json":
      return text.slice(0, Math.ceil(text.length * 0.7));
    case "invalid-json":
      return `Here is the conversation you asked for.\n\n${text.replaceAll('"', "'")}`;
    case "wrong-shape":
      return JSON.stringify({ dialogue: [{ speaker: "client", words: "Where do I begin?" }] });
    case "wrong-turns": {
      if (!schema || !isConversation(schema)) {
        return JSON.stringify({ dialogue: [{ speaker: "client", words: "Where do I begin?" }] });
      }
      const { messages } = JSON.parse(text) as { messages: unknown[] };
      return JSON.stringify({ messages: messages.slice(0, -1) });
    }
    default:
      return text;
  }
}
