/**
 * The states of a conversation and every allowed step between them, in one place.
 * Generation and review move on their own; one badge is derived from both.
 */
export const generationStates = [
  "not_generated",
  "queued",
  "generating",
  "generated",
  "failed",
] as const;
export type GenerationState = (typeof generationStates)[number];

export const reviewStates = ["none", "needs_review", "approved", "rejected", "flagged"] as const;
export type ReviewState = (typeof reviewStates)[number];

export const badges = [
  "not_generated",
  "queued",
  "generating",
  "generated",
  "needs_review",
  "approved",
  "rejected",
  "flagged",
  "failed",
] as const;
export type Badge = (typeof badges)[number];

/** A queued or running row falls back to what it was before when its batch is cancelled. */
const generationSteps: Record<GenerationState, readonly GenerationState[]> = {
  not_generated: ["queued"],
  queued: ["generating", "not_generated", "generated", "failed"],
  generating: ["generated", "failed", "queued", "not_generated"],
  generated: ["queued"],
  failed: ["queued"],
};

/** A person may decide on anything that has a version, and change the decision as often as wanted. */
const reviewSteps: Record<ReviewState, readonly ReviewState[]> = {
  none: ["needs_review", "approved", "rejected", "flagged"],
  needs_review: ["none", "approved", "rejected", "flagged"],
  approved: ["none", "needs_review", "rejected", "flagged"],
  rejected: ["none", "needs_review", "approved", "flagged"],
  flagged: ["none", "needs_review", "approved", "rejected"],
};

export function mayGenerationMove(from: GenerationState, to: GenerationState): boolean {
  return generationSteps[from].includes(to);
}

export function mayReviewMove(from: ReviewState, to: ReviewState): boolean {
  return reviewSteps[from].includes(to);
}

/** A decision needs a text to decide on, and one that is not being written anew at this moment. */
export function mayDecide(generation: GenerationState, hasVersion: boolean): boolean {
  return hasVersion && generation !== "queued" && generation !== "generating";
}

/** The review state that a new version (generation, edit, restore) begins with: any decision is void. */
export function reviewStateOfNewVersion(needsReview: boolean): ReviewState {
  return needsReview ? "needs_review" : "none";
}

/** The one badge that a person sees. Work in progress hides the decision on the former version. */
export function badgeOf(generation: GenerationState, review: ReviewState): Badge {
  if (generation === "queued" || generation === "generating" || generation === "failed") {
    return generation;
  }
  if (review !== "none") return review;
  return generation;
}
