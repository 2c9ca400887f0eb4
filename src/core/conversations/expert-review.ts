import { sql } from "drizzle-orm";

/**
 * Whether the row comes of an edge case whose approvals need an expert: read from the storyline by the
 * row's plan, so that a change of the edge case counts at once. For queries on `conversations` without alias.
 */
export const needsExpert = sql<boolean>`(conversations.tier = 'edge_case' and exists (
  select 1 from bright.storylines story
  where story.project_id = conversations.project_id and story.kind = 'edge_case'
    and story.key = conversations.plan ->> 'edgeCase'
    and story.body ->> 'needsExpertReview' = 'true'))`;

/** Whether an approval of the current text names who has the expertise for it. */
export const hasExpert = sql<boolean>`exists (
  select 1 from bright.decisions decision
  where decision.conversation_id = conversations.id and decision.decision = 'approve'
    and decision.content_hash = conversations.content_hash and decision.expert_reviewer is not null)`;

/** "none": no expert is asked for; "needed": not confirmed yet; "confirmed": approved with an expert's name. */
export const expertReview = sql<string>`case when not ${needsExpert} then 'none'
  when conversations.review_state = 'approved' and ${hasExpert} then 'confirmed' else 'needed' end`;
