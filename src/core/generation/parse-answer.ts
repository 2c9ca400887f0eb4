import { z } from "zod";
import type { Failure } from "../calls/schema.ts";
import { emotionsSchema, type Message, roleOfMessageSchema } from "../conversations/schema.ts";
import { storableText } from "#/lib/storable-text.ts";
import type { ProviderResponse } from "#/platform/llm/port.ts";

const answerSchema = z.object({
  messages: z.array(
    z.object({
      role: roleOfMessageSchema,
      content: z.string(),
      emotions: emotionsSchema.nullish().catch(null),
    }),
  ),
});

export type ParsedAnswer =
  | { messages: Message[]; failure: null }
  | { messages: null; failure: Failure; mayRepair: boolean; rule: string };

/** Reads the messages out of an answer, whatever came. What is wrong is told to people, and as a rule to the writer. */
export function parseAnswer({
  text,
  stopReason,
}: Pick<ProviderResponse, "text" | "stopReason">): ParsedAnswer {
  if (stopReason === "refusal") {
    return final(
      "refused",
      "The writer refused to write this conversation.",
      "The same prompt would mostly be refused again: change the template or what the row is planned from, or choose another writer.",
    );
  }
  if (stopReason === "max_tokens") {
    return wrong("cut_off", "The answer was cut off at its length limit.");
  }
  if (stopReason === "context_exceeded") {
    return final(
      "no_room",
      "The prompt and the answer don't fit into the model together.",
      "The same prompt would meet this again: choose fewer or shorter passages, or a model with more room.",
    );
  }
  const body = withoutFence(text);
  if (body === "") return wrong("empty_answer", "The answer was empty.");
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    const start = JSON.stringify(body.slice(0, 30));
    return body.startsWith("{") || body.startsWith("[")
      ? wrong("broken_json", "The answer was JSON that breaks off or isn't well-formed.")
      : wrong("not_json", `The answer wasn't JSON; it begins with ${start}.`);
  }
  const answer = answerSchema.safeParse(json);
  if (!answer.success) {
    const issue = answer.error.issues[0];
    const place = issue?.path.map(String).join(".") || "the top";
    return wrong(
      "wrong_shape",
      "The answer was no conversation in the form that was asked for.",
      `The answer hadn't the shape that was asked for (at ${place}).`,
    );
  }
  const messages = answer.data.messages.map(({ role, content, emotions }) => ({
    role,
    content: storableText(content).trim(),
    emotions: emotions ?? null,
  }));
  return { messages, failure: null };
}

/** The failure of an answer that can't be used and may be better the next time. */
export function unusable(code: string, what: string): Failure {
  return {
    code,
    message: `${what} The answer is kept in the log; try again, or choose another writer when it happens again.`,
    retryable: true,
  };
}

/** @param rule what the writer is told in a repair, where that isn't what people are told. */
function wrong(code: string, what: string, rule = what): ParsedAnswer {
  return { messages: null, failure: unusable(code, what), mayRepair: true, rule };
}

/** What the same prompt would meet again, and pay again: no repair, and no advice to try again. */
function final(code: string, what: string, advice: string): ParsedAnswer {
  const message = `${what} The answer is kept in the log. ${advice}`;
  return {
    messages: null,
    failure: { code, message, retryable: false },
    mayRepair: false,
    rule: what,
  };
}

/** Many models put JSON between marks of code, whatever they were told. */
function withoutFence(text: string): string {
  const trimmed = text.trim().replace(/^\uFEFF/, "");
  const fenced = /^```[a-z]*\s*\n([\s\S]*?)\n?```$/i.exec(trimmed);
  return (fenced?.[1] ?? trimmed).trim();
}
