import type { CheckedConversation } from "./check.ts";
import { qualityChecks } from "./checks.ts";
import type { ScorePart } from "../conversations/schema.ts";

/** Scores below this are shown to a person first. */
export const REVIEW_LINE = 6;
/** A single check below this asks for a person, however good the rest is. */
const PART_LINE = 0.5;

export interface ConversationScore {
  /** 1 to 10 with one decimal: 1 + 9 times the weighted mean of the parts. */
  score: number;
  parts: ScorePart[];
  /** The score is under 6, or one check failed. */
  needsReview: boolean;
  /** The structural rule that the text breaks, as a sentence: it isn't a conversation then. */
  brokenRule: string | null;
}

/** Runs every check over a conversation, without any model. Pure. */
export function scoreConversation(conversation: CheckedConversation): ConversationScore {
  const parts = qualityChecks.map((check): ScorePart => {
    const { value, reason } = check.run(conversation);
    const rounded = Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;
    return { check: check.id, label: check.label, value: rounded, weight: check.weight, reason };
  });
  const weight = parts.reduce((total, part) => total + part.weight, 0);
  const mean = parts.reduce((total, part) => total + part.weight * part.value, 0) / weight;
  const score = Math.round((1 + 9 * mean) * 10) / 10;
  const structural = new Set(
    qualityChecks.filter((check) => check.isStructural).map(({ id }) => id),
  );
  const broken = parts.find((part) => structural.has(part.check) && part.value < 1);
  return {
    score,
    parts,
    needsReview: score < REVIEW_LINE || parts.some((part) => part.value < PART_LINE),
    brokenRule: broken?.reason ?? null,
  };
}
