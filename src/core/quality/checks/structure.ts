import { isCutOff } from "../cut-off.ts";
import { namePlaces, type QualityCheck } from "../check.ts";

/** The client begins, the two take turns, the answer comes last, and nothing is empty or broken off. */
export const structure: QualityCheck = {
  id: "structure",
  label: "Structure",
  weight: 3,
  isStructural: true,
  run({ messages }) {
    const fault = faultOf(messages);
    return fault === undefined
      ? { value: 1, reason: "Client and adviser take turns, and the adviser has the last word." }
      : { value: 0, reason: fault };
  },
};

function faultOf(messages: readonly { role: string; content: string }[]): string | undefined {
  if (messages.length === 0) return "There are no messages.";
  if (messages[0]?.role !== "user") return "The first message isn't the client's.";
  const places = (test: (place: number) => boolean) => [...messages.keys()].filter(test);
  const repeated = places(
    (place) => place > 0 && messages[place]?.role === messages[place - 1]?.role,
  );
  if (repeated.length > 0) {
    return `The two don't take turns: ${namePlaces(repeated)} had to be the other one's.`;
  }
  if (messages.at(-1)?.role !== "assistant") return "The last message has no answer.";
  const empty = places((place) => !/[\p{L}\p{N}]/u.test(messages[place]?.content ?? ""));
  if (empty.length > 0) return `Nothing stands in ${namePlaces(empty)}.`;
  const broken = places((place) => {
    const message = messages[place];
    return message !== undefined && isCutOff(message.content, message.role === "user");
  });
  return broken.length > 0 ? `The text breaks off in ${namePlaces(broken)}.` : undefined;
}
