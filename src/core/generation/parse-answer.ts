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
  | { messages: null; failure: Failure; mayRepair: boolean };

/** Reads the messages out of an answer, whatever came. What is wrong is a sentence, fit for a repair too. */
export function parseAnswer({
  text,
  stopReason,
}: Pick<ProviderResponse, "text" | "stopReason">): ParsedAnswer {
  if (stopReason === "refusal") {
    return wrong("refused", "The writer refused to write this conversation.", false);
  }
  if (stopReason === "max_tokens") {
    return wrong("cut_off", "The answer was cut off at its length limit.");
  }
  if (stopReason === "context_exceeded") {
    return wrong("cut_off", "The prompt and the answer don't fit into the model together.", false);
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
    return wrong("wrong_shape", `The answer hadn't the shape that was asked for (at ${place}).`);
  }
  const messages = answer.data.messages.map(({ role, content, emotions }) => ({
    role,
    content: storableText(content).trim(),
    emotions: emotions ?? null,
  }));
  return { messages, failure: null };
}

/** The failure of an answer that can't be used, with what was kept and what to do. */
export function unusable(code: string, rule: string): Failure {
  return {
    code,
    message: `${rule} The answer is kept in the log and the conversation stays as it was; try again.`,
    retryable: code !== "refused",
  };
}

function wrong(code: string, rule: string, mayRepair = true): ParsedAnswer {
  return { messages: null, failure: unusable(code, rule), mayRepair };
}

/** Many models put JSON between marks of code, whatever they were told. */
function withoutFence(text: string): string {
  const trimmed = text.trim().replace(/^\uFEFF/, "");
  const fenced = /^```[a-z]*\s*\n([\s\S]*?)\n?```$/i.exec(trimmed);
  return (fenced?.[1] ?? trimmed).trim();
}
