import type { Message } from "../conversations/schema.ts";
import type { ProviderRequest } from "#/platform/llm/port.ts";

/** Why a text is written anew. */
export interface Wishes {
  /** A person's sentence about it. */
  feedback: string | null;
  /** What the checks of the former text found, each a sentence; none where they have no say. */
  findings: readonly string[];
  former: readonly Pick<Message, "role" | "content">[];
}

/**
 * Adds why a text is written anew, and the text itself, to the end of a request: what many calls share
 * stays in front, where a vendor's cache finds it. The former text stands as data between marks. Pure.
 */
export function withFeedback(request: ProviderRequest, wishes: Wishes): ProviderRequest {
  const last = request.messages.length - 1;
  return {
    ...request,
    messages: request.messages.map((message, place) =>
      place === last
        ? { ...message, content: `${message.content}\n\n${wishFor(wishes)}` }
        : message,
    ),
  };
}

function wishFor({ feedback, findings, former }: Wishes): string {
  const text = JSON.stringify(former.map(({ role, content }) => ({ role, content })));
  const hasText = former.length > 0;
  return [
    ...(feedback === null
      ? []
      : [
          `${hasText ? "A person read the text that was written before and wishes this change:" : "A person wishes this:"}\n<wish>\n${feedback}\n</wish>`,
        ]),
    ...(findings.length === 0
      ? []
      : [
          `A check of the text that was written before found:\n<findings>\n${findings.map((finding) => `- ${finding}`).join("\n")}\n</findings>`,
        ]),
    ...(hasText ? [`The text written before, as data:\n<former>\n${text}\n</former>`] : []),
    hasText
      ? "Write the whole conversation anew, mend this, and keep what was good; all other rules above still hold."
      : "Heed it; all other rules above still hold.",
  ].join("\n");
}
