"use client";

import { useQueryClient } from "@tanstack/react-query";
import { retryCostMicros } from "./batch-lines.ts";
import { api, client, plainError } from "#/api/client.ts";
import type { BatchProgress } from "#/core/generation/schema.ts";
import { formatCounted, formatMoney } from "#/lib/format.ts";
import { askFirst } from "#/ui/ask-first.tsx";
import { toastDone } from "#/ui/toast.ts";

const sentenceOf = (error: unknown) => plainError(error).message;

/** Stop a batch, or try its failed ones again. Both ask first and name the numbers. */
export function useBatchActions() {
  const queryClient = useQueryClient();
  const refresh = async () => {
    const keys = [api.generation.key(), api.conversations.key(), api.projects.overview.key()];
    await Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
  };

  return {
    stop: (batch: BatchProgress) => {
      const left = batch.total - batch.done - batch.failed - batch.cancelled;
      askFirst({
        title: `Stop run ${batch.number}?`,
        text: `${formatCounted(batch.done, "conversation")} written so far stay. ${formatCounted(left, "conversation")} that wait or are being written go back to what they were.`,
        confirm: "Stop the run",
        danger: true,
        sentenceOf,
        run: async () => {
          const after = await client.generation.cancel({ batchId: batch.id });
          await refresh();
          toastDone(
            `Run ${batch.number} stopped. ${formatCounted(after.done, "conversation")} kept.`,
          );
        },
      });
    },
    retry: (batch: BatchProgress) => {
      const failed = formatCounted(batch.failed, "conversation");
      const cost = batch.isPractice
        ? "It is free, on this machine."
        : `Expected cost: about ${formatMoney(retryCostMicros(batch))}.`;
      askFirst({
        title: `Retry ${failed}?`,
        text: `Only what failed is written again, by the same writer (${batch.writer}). ${cost}`,
        confirm: `Retry ${failed}`,
        sentenceOf,
        run: async () => {
          await client.generation.retryFailed({ batchId: batch.id });
          await refresh();
        },
      });
    },
  };
}
