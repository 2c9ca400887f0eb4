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

/** Pauses that only the account at the vendor ends: no setting here helps. */
const moneyThere = new Set(["no_credit", "spend_cap", "own_spend_limit"]);
/** Pauses after many refusals that pass by themselves: there is nothing to put right. */
const passing = new Set(["rate_limited", "overloaded", "server_error", "timeout", "conflict"]);

/**
 * What holds a run up; null where nothing does. A pause is told before the writer's state.
 * @param mayManage whether who reads it may change keys and caps; nobody else is sent to the settings.
 */
export function holdOf(batch: BatchProgress, now: Date, mayManage: boolean): Hold | null {
  if (!isUnderWay(batch) || batch.isStopping) return null;
  if (batch.state === "paused") return pauseOf(batch, now, mayManage);
  return healthOf(batch, now);
}

function pauseOf({ pause, pausedUntil }: BatchProgress, now: Date, mayManage: boolean): Hold {
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
        ...afterMending(pause.by, mayManage),
      };
    case "cap":
      return {
        ...base,
        title: "Paused at a cap",
        ...(mayManage
          ? {
              next: "The run's own amount stands under “Change limits”, those of the project and the month under Settings, Spending.",
              remedy: "spending",
            }
          : {
              next: "The run's own amount stands under “Change limits”; those of the project and the month only an owner can change.",
              remedy: null,
            }),
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

/** What is to be done where a failure paused the run, by its code. */
function afterMending(by: string, mayManage: boolean): Pick<Hold, "next" | "remedy"> {
  if (moneyThere.has(by)) {
    const ask = mayManage ? "" : " Ask an owner to see to the account at the vendor.";
    return {
      next: `What is written stays.${ask} The run doesn't go on by itself: press Continue when the account takes calls again.`,
      remedy: null,
    };
  }
  if (passing.has(by)) return { next: "", remedy: null };
  return mayManage
    ? { next: "Put it right under Settings, Writers, then continue.", remedy: "writers" }
    : {
        next: "Only an owner can put it right, under Settings, Writers: ask one, then continue.",
        remedy: null,
      };
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
