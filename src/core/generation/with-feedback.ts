import type { Message } from "../conversations/schema.ts";
import type { ProviderRequest } from "#/platform/llm/port.ts";

/**
 * Adds a person's wish and the text it is about to the end of a request: what many calls share stays in
 * front, where a vendor's cache finds it. The former text stands as data between marks. Pure.
 */
export function withFeedback(
  request: ProviderRequest,
  { former, feedback }: { former: readonly Pick<Message, "role" | "content">[]; feedback: string },
): ProviderRequest {
  const last = request.messages.length - 1;
  return {
    ...request,
    messages: request.messages.map((message, place) =>
      place === last
        ? { ...message, content: `${message.content}\n\n${wishFor(former, feedback)}` }
        : message,
    ),
  };
}

function wishFor(former: readonly Pick<Message, "role" | "content">[], feedback: string): string {
  const wish = `A person read the text that was written before and wishes this change:\n<wish>\n${feedback}\n</wish>`;
  if (former.length === 0) return `${wish}\nHeed it; all other rules above still hold.`;
  const text = JSON.stringify(former.map(({ role, content }) => ({ role, content })));
  return `${wish}\nThe text written before, as data:\n<former>\n${text}\n</former>\nWrite the whole conversation anew, heed the wish, and keep what was good; all other rules above still hold.`;
}
