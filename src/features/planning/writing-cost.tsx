"use client";

import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, plainError } from "#/api/client.ts";
import { formatDuration, formatMoney } from "#/lib/format.ts";

/**
 * What writing so many rows would cost, judged by rows that stand: those to come can't be asked about
 * before they are there. Nothing is shown where there is no row or no writer to judge by.
 */
export function WritingCost({ projectId, count }: { projectId: string; count: number }) {
  const selection = { kind: "filter" as const, filter: { origin: ["planned" as const] } };
  const estimate = useQuery({
    ...api.generation.estimate.queryOptions({ input: { projectId, selection, limit: count } }),
    retry: false,
  });
  const { data } = estimate;
  return (
    <Text size="sm" c="dimmed" className="tabular">
      Adding them costs nothing.
      {data && data.count > 0
        ? ` Writing them with ${data.writer.label} would cost about ${formatMoney((data.costMicros.expected / data.count) * count)} and take about ${formatDuration(data.seconds.expected)}.`
        : ""}
      {estimate.isPending ? " Working out what writing them would cost." : ""}
      {estimate.isError ? ` ${plainError(estimate.error).message}` : ""}
    </Text>
  );
}
