"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { retryCostMicros } from "./batch-lines.ts";
import { stoppedText, stopText } from "./stop-words.ts";
import { api, client, plainError } from "#/api/client.ts";
import type { BatchItem, BatchProgress } from "#/core/generation/schema.ts";
import { formatCount, formatCounted, formatMoney } from "#/lib/format.ts";
import { askFirst } from "#/ui/ask-first.tsx";
import { toastDone, toastFailed } from "#/ui/toast.ts";

const sentenceOf = (error: unknown) => plainError(error).message;

/** What is read anew after a run was told something. */
const changed = () => [
  api.generation.key(),
  api.conversations.key(),
  api.calls.key(),
  api.projects.overview.key(),
  api.projects.coverage.key(),
];

/** What a person can do with a run. What spends or gives up asks first and names the numbers. */
export function useBatchActions() {
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState(false);
  const refresh = async () => {
    await Promise.all(changed().map((queryKey) => queryClient.invalidateQueries({ queryKey })));
  };
  const atOnce = async (work: () => Promise<string>) => {
    setBusy(true);
    try {
      const done = await work();
      await refresh();
      toastDone(done);
    } catch (error) {
      toastFailed(sentenceOf(error));
      await refresh();
    } finally {
      setBusy(false);
    }
  };

  return {
    busy,
    pause: (batch: BatchProgress) =>
      atOnce(async () => {
        const { running } = await client.generation.pause({ batchId: batch.id });
        const under =
          running.length > 0
            ? ` ${formatCount(running.length)} under way ${running.length === 1 ? "is" : "are"} finished and kept.`
            : "";
        return `Run ${batch.number} is paused; nothing more is sent.${under}`;
      }),
    resume: (batch: BatchProgress) =>
      atOnce(async () => {
        await client.generation.resume({ batchId: batch.id });
        return `Run ${batch.number} goes on.`;
      }),
    stop: (batch: BatchProgress) =>
      askFirst({
        title: `Stop run ${batch.number}?`,
        text: stopText(batch),
        confirm: "Stop the run",
        danger: true,
        sentenceOf,
        run: async () => {
          const after = await client.generation.cancel({ batchId: batch.id });
          await refresh();
          toastDone(stoppedText(after));
        },
      }),
    /** All that failed, or the one that is named. */
    retry: (batch: BatchProgress, only?: Pick<BatchItem, "conversationId" | "reference">) => {
      const count = only ? 1 : batch.failed;
      const what = only?.reference ?? formatCounted(count, "conversation");
      askFirst({
        title: `Retry ${what}?`,
        text: `${only ? "It" : "Only what failed"} is written again${batch.state === "paused" ? " when the run is continued" : ""}, by the same writer (${batch.writer}). ${retryCost(batch, count)}`,
        confirm: `Retry ${what}`,
        sentenceOf,
        run: async () => {
          const before = batch.failed;
          const after = await client.generation.retryFailed({
            batchId: batch.id,
            ...(only && { conversationIds: [only.conversationId] }),
          });
          await refresh();
          const tried = before - after.failed;
          if (tried < count) {
            toastDone(
              `${formatCount(tried)} of ${formatCounted(count, "conversation")} tried again. What was written, changed or removed since stays as it is.`,
            );
          }
        },
      });
    },
  };
}

function retryCost(batch: BatchProgress, count: number): string {
  if (batch.isPractice) return "It is free, on this machine.";
  const cap = batch.capMicros === null ? "" : " The run's stop amount holds for it too.";
  return `Expected cost: about ${formatMoney(retryCostMicros(batch, count))}.${cap}`;
}
