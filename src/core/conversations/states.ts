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

/**
 * A queued or running row falls back to what it was when its batch is cancelled; a running one may be taken
 * over from a worker that died. "generated" is open to a text that a person brings (import, edit, restore).
 */
const generationSteps: Record<GenerationState, readonly GenerationState[]> = {
  not_generated: ["queued", "generated"],
  queued: ["generating", "not_generated", "generated", "failed"],
  generating: ["generating", "generated", "failed", "queued", "not_generated"],
  generated: ["queued", "generated"],
  failed: ["queued", "generated"],
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

/** Whether a batch has it in hand: it waits to be written, or is being written. */
export function isAtWork(generation: GenerationState): boolean {
  return generation === "queued" || generation === "generating";
}

/** A row that waits for a worker takes no text meanwhile: the worker would write over it. */
export function mayTakeText(generation: GenerationState): boolean {
  return generation !== "queued" && mayGenerationMove(generation, "generated");
}

/**
 * What a row is when a batch lets go of it without a new text. A text that stands stays what it was, with its
 * decision: a failed try is told beside it (`hasFailedTry`). "failed" is a row that has no text at all.
 */
export function stateAtRest(row: { hasFailure: boolean; hasVersion: boolean }): GenerationState {
  if (row.hasVersion) return "generated";
  return row.hasFailure ? "failed" : "not_generated";
}

/** Whether the newest try to write the row failed, and nobody is at it: it may be tried again. */
export function hasFailedTry(generation: GenerationState, hasFailure: boolean): boolean {
  return generation === "failed" || (generation === "generated" && hasFailure);
}

/** A text stays approved, and goes into exports, until another one is stored: being rewritten takes nothing. */
export function standsApproved(review: ReviewState): boolean {
  return review === "approved";
}

/** A second person may confirm a decision: that is no step, and is recorded all the same. */
export function mayReviewBecome(from: ReviewState, to: ReviewState): boolean {
  return from === to || reviewSteps[from].includes(to);
}

/** A decision needs a text to decide on, and one that is not being written anew at this moment. */
export function mayDecide(generation: GenerationState, hasVersion: boolean): boolean {
  return hasVersion && !isAtWork(generation);
}

/** The review state that a new version (generation, edit, restore) begins with: any decision is void. */
export function reviewStateOfNewVersion(needsReview: boolean): ReviewState {
  return needsReview ? "needs_review" : "none";
}

/** The one badge that a person sees. Work in progress hides the decision on the former version, which stands. */
export function badgeOf(generation: GenerationState, review: ReviewState): Badge {
  if (isAtWork(generation) || generation === "failed") return generation;
  if (review !== "none") return review;
  return generation;
}
