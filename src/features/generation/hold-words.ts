import { isUnderWay } from "./batch-lines.ts";
import type { BatchProgress } from "#/core/generation/schema.ts";
import { formatDuration, formatNear } from "#/lib/format.ts";

/** Why nothing, or less, is sent at the moment, in the order of what a person needs. */
export interface Hold {
  kind: "paused" | "limited" | "failing" | "disk_full";
  title: string;
  /** What happened, as the engine tells it. */
  reason: string;
  /** What happens next, and what a person can do. */
  next: string;
  /** Where that is done, beside continuing. */
  remedy: "spending" | "writers" | null;
}

/** What holds a run up; null where nothing does. A pause is told before the writer's state. */
export function holdOf(batch: BatchProgress, now: Date): Hold | null {
  if (!isUnderWay(batch) || batch.isStopping) return null;
  if (batch.state === "paused") return pauseOf(batch, now);
  return healthOf(batch, now);
}

function pauseOf({ pause, pausedUntil }: BatchProgress, now: Date): Hold {
  const base = { kind: "paused" as const, reason: pause?.message ?? "" };
  const isDue = pausedUntil !== null && pausedUntil <= now;
  const byItself = pausedUntil
    ? `It goes on by itself ${isDue ? "in a moment" : `at ${formatNear(pausedUntil, now)}`}.`
    : "";
  switch (pause?.kind) {
    case "needs_person":
      return {
        ...base,
        title: "Paused: it needs a person",
        next: "Put it right under Settings, Writers, then continue.",
        remedy: "writers",
      };
    case "cap":
      return {
        ...base,
        title: "Paused at a cap",
        next: "The run's own amount stands under “Change limits”, those of the project and the month under Settings, Spending.",
        remedy: "spending",
      };
    case "provider_limit":
      return {
        ...base,
        title: "Paused by the provider's limit",
        next: byItself || "Continue when the provider lets more through.",
        remedy: null,
      };
    default:
      return { ...base, title: "Paused", next: byItself, remedy: null };
  }
}

function healthOf({ health }: BatchProgress, now: Date): Hold | null {
  if (!health || health.state === "ok") return null;
  const reason = health.reason ?? "";
  if (health.state === "disk_full") {
    return {
      kind: "disk_full",
      title: "Waiting: the disk takes nothing",
      reason,
      next: "",
      remedy: null,
    };
  }
  const wait = health.until ? waitWords(health.until, now) : null;
  if (health.state === "limited") {
    const title = "Waiting for the provider's limit";
    return {
      kind: "limited",
      title: wait ? `${title}, ${wait}` : title,
      reason,
      next: "It goes on by itself; nothing is lost.",
      remedy: null,
    };
  }
  return {
    kind: "failing",
    title: wait ? `The writer is resting, ${wait}` : "It is being tried whether the writer is back",
    reason,
    next: "One call tries whether it is back; what waits keeps its place.",
    remedy: null,
  };
}

/** "another 40 s", "until 14:05"; null once it is over. */
function waitWords(until: Date, now: Date): string | null {
  const seconds = (until.getTime() - now.getTime()) / 1_000;
  if (seconds < 1) return null;
  return seconds < 90 ? `another ${formatDuration(seconds)}` : `until ${formatNear(until, now)}`;
}
