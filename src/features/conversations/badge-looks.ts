import {
  IconAlertCircle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconClock,
  IconEyeExclamation,
  IconFlag,
  IconLoader2,
  IconPencilCheck,
} from "@tabler/icons-react";
import type { Badge } from "#/core/conversations/states.ts";
import type { StatusTone } from "#/ui/status-mark.tsx";

interface BadgeLook {
  label: string;
  tone: StatusTone;
  icon: typeof IconClock;
  /** One sentence: what the state means and what comes next. */
  meaning: string;
}

/** How each state of a conversation is shown: word, icon and colour, in the order of its life. */
export const badgeLooks: Record<Badge, BadgeLook> = {
  not_generated: {
    label: "Not generated",
    tone: "quiet",
    icon: IconCircleDashed,
    meaning: "Planned, not written yet.",
  },
  queued: {
    label: "Queued",
    tone: "quiet",
    icon: IconClock,
    meaning: "Waiting for its turn in a run.",
  },
  generating: {
    label: "Generating",
    tone: "busy",
    icon: IconLoader2,
    meaning: "Being written at this moment.",
  },
  generated: {
    label: "Generated",
    tone: "info",
    icon: IconPencilCheck,
    meaning: "Written, passed the checks, and waits for your decision.",
  },
  needs_review: {
    label: "Needs review",
    tone: "warn",
    icon: IconEyeExclamation,
    meaning: "Written, but a check found something: look at it closely.",
  },
  approved: {
    label: "Approved",
    tone: "good",
    icon: IconCircleCheck,
    meaning: "Approved by a person: it goes into the export.",
  },
  rejected: {
    label: "Rejected",
    tone: "bad",
    icon: IconCircleX,
    meaning: "Rejected by a person: it stays out of the export.",
  },
  flagged: {
    label: "Flagged",
    tone: "warn",
    icon: IconFlag,
    meaning: "Put aside for a second look.",
  },
  failed: {
    label: "Failed",
    tone: "bad",
    icon: IconAlertCircle,
    meaning: "It could not be written. Nothing that stood there was lost; try again.",
  },
};
