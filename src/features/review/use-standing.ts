"use client";

import { useQueries } from "@tanstack/react-query";
import type { Standing } from "./writing-words.ts";
import { api } from "#/api/client.ts";
import { isUnderWay } from "#/features/generation/batch-lines.ts";
import { useProgress } from "#/features/progress/progress-provider.tsx";

/** Where a conversation that is to be written stands: in which run under way, and what the run says of it. */
export function useStanding(conversationId: string): Standing {
  const { batches } = useProgress();
  const open = batches.filter(isUnderWay);
  const running = open
    .flatMap((batch) => batch.running)
    .find((item) => item.conversationId === conversationId);
  const answers = useQueries({
    queries: open.map(({ id: batchId }) =>
      api.generation.listItems.queryOptions({
        input: { batchId, conversationId, page: 1, pageSize: 1 },
      }),
    ),
  });
  const found = answers
    .map(({ data }, index) => ({ batch: open[index], item: data?.items[0] }))
    .find(({ item }) => item?.state === "queued" || item?.state === "running");
  return { running, batch: found?.batch, item: found?.item };
}
