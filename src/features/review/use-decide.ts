"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import {
  forgetDecision,
  latestDecision,
  type RecentDecision,
  rememberDecision,
} from "./recent-decisions.ts";
import { useOneAtATime } from "./use-one-at-a-time.ts";
import type { NeighbourLinks } from "./use-neighbours.ts";
import { api, client } from "#/api/client.ts";
import type { ConversationDetail } from "#/core/conversations/schema.ts";
import type { Decision } from "#/core/review/schema.ts";
import { toastUndo } from "#/ui/toast-undo.tsx";
import { toastDone, toastFailed } from "#/ui/toast.ts";

const done: Record<Decision, string> = {
  approve: "approved",
  reject: "rejected",
  flag: "flagged",
};

/** Deciding on the conversation that is open, going on to the next, and taking it back. */
export function useDecide(
  projectId: string,
  conversation: ConversationDetail | undefined,
  links: NeighbourLinks,
) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const readAgain = () =>
    Promise.all(
      [
        api.conversations.key(),
        api.projects.overview.key(),
        api.projects.coverage.key(),
        api.exports.key(),
        api.audit.key(),
      ].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
    );

  const { busy, refusal, run } = useOneAtATime<Decision | "undo">(() => void readAgain());

  const undo = (which: RecentDecision) =>
    run("undo", async () => {
      const { undone } = await client.review.undo({ projectId, decisionIds: which.decisionIds });
      forgetDecision(which.decisionIds);
      void readAgain();
      if (undone === 0) {
        toastFailed(
          `${which.reference} was decided again or written anew since, so there was nothing to undo. It stays as it is.`,
        );
      } else toastDone(`Undone: ${which.reference} is no longer ${done[which.decision]}.`);
      // The toast outlives the page that it was made on: the address says what is open now.
      if (!globalThis.location.pathname.endsWith(which.conversationId)) {
        router.push(links.hrefOf(which.conversationId));
      }
      return undone > 0;
    });

  /** @returns whether it was stored. */
  const decide = (decision: Decision, reason?: string, expertReviewer?: string) =>
    run(decision, async () => {
      if (!conversation) return false;
      const { id, reference, contentHash } = conversation;
      // Asked before the decision: it may take the conversation out of the list in hand.
      const nextHref = await links.findNextHref();
      const { decisionIds } = await client.review.decide({
        projectId,
        selection: { kind: "ids", ids: [id] },
        decision,
        ...(reason ? { reason } : {}),
        ...(contentHash ? { contentHash } : {}),
        ...(expertReviewer ? { expertReviewer } : {}),
      });
      void readAgain();
      if (decisionIds.length === 0) {
        toastFailed(`${reference} can't be decided on at this moment. Nothing was changed.`);
        return false;
      }
      const made = { projectId, decisionIds, conversationId: id, reference, decision };
      rememberDecision(made);
      toastUndo({
        message: `${reference} ${done[decision]}.${nextHref ? "" : " That was the last one of this list."}`,
        undo: () => void undo(made),
      });
      if (nextHref) router.push(nextHref);
      return true;
    });

  /** The newest decision of this visit, or the one that stands on the open conversation. */
  const undoLatest = async () => {
    const latest = latestDecision(projectId) ?? standingDecision(conversation);
    if (latest) await undo(latest);
    else toastDone("There is no decision to undo.");
  };

  return { busy, refusal, decide, undo, undoLatest };
}
export type Deciding = ReturnType<typeof useDecide>;

/** The newest decision that wasn't taken back: each "undo" stands for the newest one before it. */
function standingDecision(
  conversation: ConversationDetail | undefined,
): RecentDecision | undefined {
  if (!conversation) return undefined;
  let undone = 0;
  for (const { id, decision } of conversation.decisions.toSorted(newestFirst)) {
    if (decision === "undo") undone += 1;
    else if (undone > 0) undone -= 1;
    else {
      return {
        projectId: conversation.projectId,
        decisionIds: [id],
        conversationId: conversation.id,
        reference: conversation.reference,
        decision,
      };
    }
  }
  return undefined;
}

function newestFirst(a: { at: Date }, b: { at: Date }): number {
  return b.at.getTime() - a.at.getTime();
}
