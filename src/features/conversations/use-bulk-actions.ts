"use client";

import { useQueryClient } from "@tanstack/react-query";
import { api, client, plainError } from "#/api/client.ts";
import type { Selection } from "#/core/conversations/schema.ts";
import type { Decision } from "#/core/review/schema.ts";
import { formatCount, formatCounted } from "#/lib/format.ts";
import { slicesOf } from "#/lib/slices.ts";
import { toastDone, toastFailed } from "#/ui/toast.ts";
import { toastUndo } from "#/ui/toast-undo.tsx";

/** As many ids as one call takes. */
const CALL_SIZE = 10_000;

const decided: Record<Decision, string> = {
  approve: "approved",
  reject: "rejected",
  flag: "flagged",
};

/**
 * Decisions and deletion over many rows. Each says in a toast what became of them and offers the way
 * back; a refusal is thrown to the dialog that asked.
 */
export function useBulkActions(projectId: string) {
  const queryClient = useQueryClient();
  const refresh = async () => {
    await Promise.all(
      [api.conversations.key(), api.projects.overview.key(), api.projects.coverage.key()].map(
        (queryKey) => queryClient.invalidateQueries({ queryKey }),
      ),
    );
  };
  const takeBack = async (ids: string[], one: (ids: string[]) => Promise<number>, word: string) => {
    try {
      let count = 0;
      for (const some of slicesOf(ids, CALL_SIZE)) count += await one(some);
      const kept = ids.length - count;
      const left = kept > 0 ? ` ${formatCount(kept)} changed since and stay as they are.` : "";
      toastDone(`${formatCounted(count, "conversation")} ${word}.${left}`);
    } catch (error) {
      toastFailed(plainError(error).message);
    } finally {
      await refresh();
    }
  };

  return {
    decide: async (selection: Selection, decision: Decision, reason: string) => {
      const outcome = await client.review.decide({
        projectId,
        selection,
        decision,
        ...(reason.trim() ? { reason } : {}),
      });
      await refresh();
      const left =
        outcome.skipped > 0
          ? ` ${formatCounted(outcome.skipped, "row")} without a finished text left as they were.`
          : "";
      const expert =
        outcome.needExpert > 0
          ? ` ${formatCounted(outcome.needExpert, "edge case")} left out: each needs an expert's name, so open it and approve it there.`
          : "";
      const message = `${formatCounted(outcome.decided, "conversation")} ${decided[decision]}.${left}${expert}`;
      if (outcome.decisionIds.length === 0) return toastDone(message);
      toastUndo({
        message,
        undo: () =>
          void takeBack(
            outcome.decisionIds,
            async (decisionIds) => (await client.review.undo({ projectId, decisionIds })).undone,
            "back as before",
          ),
      });
    },
    remove: async (selection: Selection) => {
      const { deleted, ids } = await client.conversations.delete({ projectId, selection });
      await refresh();
      toastUndo({
        message: `${formatCounted(deleted, "conversation")} deleted.`,
        undo: () =>
          void takeBack(
            ids,
            async (some) => (await client.conversations.restore({ projectId, ids: some })).restored,
            "back in the table",
          ),
      });
    },
  };
}
