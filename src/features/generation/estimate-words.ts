import type { Estimate } from "#/core/generation/schema.ts";
import {
  formatCount,
  formatCounted,
  formatDuration,
  formatMoney,
  formatNear,
} from "#/lib/format.ts";

/** "between $1.80 and $2.60"; empty where the range says nothing. */
export function costRange({ costMicros: { low, high } }: Pick<Estimate, "costMicros">): string {
  return between(formatMoney(low), formatMoney(high));
}

/** "for 12 to 20 texts": what the figures count until so many are good; null where each row is one text. */
export function textsCounted({ texts }: Pick<Estimate, "texts">): string | null {
  if (!texts) return null;
  const { low, high } = texts;
  return low === high
    ? `for ${formatCounted(high, "text")}`
    : `for ${formatCount(low)} to ${formatCounted(high, "text")}`;
}

export function timeRange({ seconds: { low, high } }: Pick<Estimate, "seconds">): string {
  return between(formatDuration(low), formatDuration(high));
}

function between(low: string, high: string): string {
  return low === high ? "" : `between ${low} and ${high}`;
}

/** Overnight there is a promise, not a pace. */
export function readyBy({ seconds }: Pick<Estimate, "seconds">, now: Date): string {
  return `Ready by ${formatNear(new Date(now.getTime() + seconds.high * 1_000), now)}`;
}

/** "$12.40 left of the project's budget"; nothing where there is no cap. */
export function budgetSentence({ budget }: Pick<Estimate, "budget">): string | null {
  if (!budget) return null;
  const whose = budget.scope === "month" ? "under this month's cap" : "under this project's cap";
  return `${formatMoney(budget.leftMicros)} left ${whose}.`;
}

/** What the writer's state means for a start now; nothing where it is well. */
export function healthSentence({ health }: Pick<Estimate, "health">, now: Date): string | null {
  if (health.state === "ok") return null;
  if (health.state === "disk_full") return health.reason;
  const until = health.until && health.until > now ? ` until ${formatNear(health.until, now)}` : "";
  const state =
    health.state === "limited"
      ? `The provider lets nothing through${until}`
      : `The writer fails at the moment and rests${until}`;
  return `${state}: the run starts and waits for it. ${health.reason ?? ""}`.trim();
}
