import type { ConversationDetail } from "#/core/conversations/schema.ts";
import { mayDecide } from "#/core/conversations/states.ts";

/** What the person may do with the conversation as it is shown. */
export interface Rights {
  /** An older version is shown: it is there to be read. */
  isOld: boolean;
  mayDecide: boolean;
  mayNote: boolean;
  mayWriteAgain: boolean;
}

/** Seeds need no decision and are never written anew; an older version takes neither. */
export function rightsOn(
  conversation: Pick<
    ConversationDetail,
    "origin" | "generationState" | "versions" | "shownVersion"
  >,
  role: { decides: boolean; writes: boolean },
): Rights {
  const { origin, generationState, versions, shownVersion } = conversation;
  const newest = Math.max(0, ...versions.map(({ number }) => number));
  const isOld = shownVersion !== null && shownVersion.number !== newest;
  const isPlanned = origin === "planned";
  const isAtRest = mayDecide(generationState, versions.length > 0);
  return {
    isOld,
    mayDecide: role.decides && isPlanned && !isOld && isAtRest,
    mayNote: role.decides && !isOld,
    // A failed one has its own "Try again" where the failure is told.
    mayWriteAgain: role.writes && isPlanned && !isOld && isAtRest && generationState !== "failed",
  };
}
