import type { QualityCheck } from "../check.ts";
import { countWords } from "#/lib/words.ts";

/** Messages as long as the project's word bands want them; enough of them is full marks. */
export const lengthCompliance: QualityCheck = {
  id: "length-compliance",
  label: "Length of messages",
  weight: 3,
  run({ messages, settings }) {
    const { userWords, assistantWords, lengthCompliance: wanted } = settings;
    if (messages.length === 0) return { value: 0, reason: "There are no messages." };
    const fitting = messages.filter(({ role, content }) => {
      const [low, high] = role === "user" ? userWords : assistantWords;
      const words = countWords(content);
      return words >= low && words <= high;
    }).length;
    const share = fitting / messages.length;
    const bands = `${userWords.join("-")} words (client) and ${assistantWords.join("-")} (answers)`;
    return {
      value: wanted === 0 ? 1 : Math.min(1, share / wanted),
      reason: `${fitting} of ${messages.length} messages are within ${bands}${share < wanted ? `; at least ${Math.round(wanted * 100)} % should be` : ""}.`,
    };
  },
};
