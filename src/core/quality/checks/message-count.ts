import type { QualityCheck } from "../check.ts";

/** As many messages as the project's settings want for the tier. */
export const messageCount: QualityCheck = {
  id: "message-count",
  label: "Message count",
  weight: 2,
  run({ messages, tier, settings }) {
    const [low, high] = settings.messageCount[tier];
    const count = messages.length;
    if (count >= low && count <= high) {
      return { value: 1, reason: `${count} messages, within ${low} to ${high}.` };
    }
    const away = count < low ? low - count : count - high;
    return {
      value: Math.max(0, 1 - away / low),
      reason: `${count} messages; ${low} to ${high} are wanted.`,
    };
  },
};
