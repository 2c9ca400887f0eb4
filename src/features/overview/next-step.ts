import type { ConversationFilter, Selection } from "#/core/conversations/schema.ts";
import type { Badge } from "#/core/conversations/states.ts";
import type { Overview } from "#/core/overview/schema.ts";
import type { Capability } from "#/core/workspaces/schema.ts";
import { formatCounted } from "#/lib/format.ts";

/** Where the one button leads: to a screen, to the question before a batch, or to the next one to decide. */
export type Way =
  | { kind: "screen"; path: string }
  | { kind: "generate"; selection: Selection }
  | { kind: "pilot" }
  | { kind: "review"; filter: ConversationFilter };

export interface NextAction {
  label: string;
  /** Who lacks it reads the sentence and sees no button. */
  needs: Capability;
  way: Way;
}

/** The button of the next step. Which rows it is about follows from what there is, as the sentence does. */
export function actionOf({
  nextStep,
  byStatus,
}: Pick<Overview, "nextStep" | "byStatus">): NextAction {
  const conversations = formatCounted(nextStep.count, "conversation");
  const has = (badge: Badge) => (byStatus[badge] ?? 0) > 0;
  switch (nextStep.kind) {
    case "import":
      return { label: "Add documents", needs: "write", way: screen("/sources") };
    case "plan":
      return { label: "Plan conversations", needs: "write", way: screen("/plan") };
    case "pilot":
      return { label: "Try 3 conversations", needs: "write", way: { kind: "pilot" } };
    case "generate":
      return {
        label: `Write ${conversations}`,
        needs: "write",
        way: generate(has("not_generated") ? "not_generated" : "rejected"),
      };
    case "retry":
      return { label: `Try ${conversations} again`, needs: "write", way: generate("failed") };
    case "watch":
      return { label: "Watch the run", needs: "read", way: screen("/runs") };
    case "review": {
      const undecided = has("generated") || has("needs_review");
      return {
        label: `Review ${conversations}`,
        needs: "decide",
        way: {
          kind: "review",
          filter: {
            status: undecided ? ["generated", "needs_review"] : ["flagged"],
            origin: ["planned"],
          },
        },
      };
    }
    case "export":
      return { label: "Go to Export", needs: "read", way: screen("/export") };
    case "done":
      return { label: "See past exports", needs: "read", way: screen("/export") };
  }
}

function screen(path: string): Way {
  return { kind: "screen", path };
}

function generate(status: Badge): Way {
  return {
    kind: "generate",
    selection: { kind: "filter", filter: { status: [status], origin: ["planned"] } },
  };
}
