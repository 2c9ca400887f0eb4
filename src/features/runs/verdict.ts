import type { BatchProgress, Estimate } from "#/core/generation/schema.ts";

/** How an actual figure lies to what was expected; a run that ended early isn't measured by it. */
export function verdictOf(
  { cancelled }: Pick<BatchProgress, "cancelled">,
  range: Estimate["costMicros"],
  actual: number,
): string {
  if (cancelled > 0) return "Ended early";
  if (actual < range.low) return "Below the range";
  if (actual > range.high) return "Above the range";
  return "Within the range";
}
