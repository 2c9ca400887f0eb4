import { expertReview } from "./expert-review.ts";
import { failureSchema } from "../calls/schema.ts";
import { labelsSchema } from "../taxonomy/schema.ts";
import { conversationRowSchema, type ConversationRow } from "./schema.ts";
import { badgeOf, type GenerationState, type ReviewState } from "./states.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";

/** What a query selects for `toRow`. */
export const rowColumns = {
  id: conversations.id,
  reference: conversations.reference,
  origin: conversations.origin,
  title: conversations.title,
  tier: conversations.tier,
  labels: conversations.labels,
  generationState: conversations.generationState,
  reviewState: conversations.reviewState,
  score: conversations.score,
  messageCount: conversations.messageCount,
  isPractice: conversations.isPractice,
  failure: conversations.failure,
  updatedAt: conversations.updatedAt,
  expertReview,
};

type StoredRow = Pick<
  typeof conversations.$inferSelect,
  Exclude<keyof typeof rowColumns, "expertReview">
> & { expertReview: string };

const {
  origin: originSchema,
  tier: tierSchema,
  expertReview: expertSchema,
} = conversationRowSchema.shape;

/** A stored conversation as the table shows it. */
export function toRow(stored: StoredRow): ConversationRow {
  const generationState = stored.generationState as GenerationState;
  const reviewState = stored.reviewState as ReviewState;
  return {
    id: stored.id,
    reference: stored.reference,
    origin: originSchema.parse(stored.origin),
    title: stored.title,
    tier: tierSchema.parse(stored.tier),
    labels: labelsSchema.parse(stored.labels),
    badge: badgeOf(generationState, reviewState),
    generationState,
    reviewState,
    score: stored.score,
    messageCount: stored.messageCount,
    isPractice: stored.isPractice,
    failure: failureSchema.nullable().catch(null).parse(stored.failure),
    updatedAt: stored.updatedAt,
    expertReview: expertSchema.parse(stored.expertReview),
  };
}
