import type { Selection } from "#/core/conversations/schema.ts";
import type { Overview } from "#/core/overview/schema.ts";
import type { Capability } from "#/core/workspaces/schema.ts";
import { formatCounted } from "#/lib/format.ts";

type NextStep = Overview["nextStep"];

/** Written, and no person has decided yet. */
export const undecided = { status: ["generated" as const, "needs_review" as const] };

/** Where the one button leads: to a screen, to the question before a batch, or to the next one to decide. */
export type Way =
  | { kind: "screen"; path: string }
  | { kind: "generate"; selection: Selection }
  | { kind: "review" };

export interface NextAction {
  label: string;
  /** Who lacks it reads the sentence and sees no button. */
  needs: Capability;
  way: Way;
}

export function actionOf({ kind, count }: NextStep): NextAction {
  const conversations = formatCounted(count, "conversation");
  switch (kind) {
    case "import":
      return { label: "Add documents", needs: "write", way: screen("/sources") };
    case "plan":
      return { label: "Plan conversations", needs: "write", way: screen("/plan") };
    case "generate":
      return {
        label: `Write ${conversations}`,
        needs: "write",
        way: { kind: "generate", selection: allWith("not_generated") },
      };
    case "watch":
      return { label: "Watch the run", needs: "read", way: screen("/runs") };
    case "review":
      return { label: `Review ${conversations}`, needs: "decide", way: { kind: "review" } };
    case "retry":
      return {
        label: `Try ${conversations} again`,
        needs: "write",
        way: { kind: "generate", selection: allWith("failed") },
      };
    case "export":
      return { label: `Export ${conversations}`, needs: "write", way: screen("/export") };
    case "done":
      return { label: "See past exports", needs: "read", way: screen("/export") };
  }
}

function screen(path: string): Way {
  return { kind: "screen", path };
}

function allWith(status: "not_generated" | "failed"): Selection {
  return { kind: "filter", filter: { status: [status], origin: ["planned"] } };
}
