import type { BatchProgress } from "#/core/generation/schema.ts";

/** Runs that were seen under way and are so no more: each is told once. */
export function endedSince(
  underWay: ReadonlySet<string>,
  batches: readonly BatchProgress[],
): BatchProgress[] {
  return batches.filter(
    ({ id, state }) => underWay.has(id) && (state === "finished" || state === "cancelled"),
  );
}
