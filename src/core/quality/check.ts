import type { Message } from "../conversations/schema.ts";
import type { ProjectSettings } from "../projects/schema.ts";
import type { Tier } from "../taxonomy/schema.ts";

/** What a check looks at. */
export interface CheckedConversation {
  messages: readonly Pick<Message, "role" | "content">[];
  tier: Tier;
  settings: ProjectSettings;
  /** Names that belong to the plan and must not be spoken: labels of persona, arc, tier. */
  planWords: readonly string[];
}

export interface CheckOutcome {
  /** 0 (nothing is as it should be) to 1. */
  value: number;
  /** One sentence for a person. */
  reason: string;
}

/** One rule. To add one is to add a file in `checks/` and its line in `checks.ts`. Pure and cheap. */
export interface QualityCheck {
  id: string;
  label: string;
  /** Its share of the score, against the other checks. */
  weight: number;
  /** A text that fails here isn't a conversation: it becomes no version at all. */
  isStructural?: boolean;
  run: (conversation: CheckedConversation) => CheckOutcome;
}

/** "message 3" or "messages 3, 5 and 9", counted from 1. */
export function namePlaces(positions: readonly number[]): string {
  const numbers = positions.map((position) => String(position + 1));
  if (numbers.length <= 1) return `message ${numbers[0] ?? ""}`;
  return `messages ${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1) ?? ""}`;
}
