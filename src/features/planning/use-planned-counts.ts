"use client";

import { useQuery } from "@tanstack/react-query";
import { api } from "#/api/client.ts";

/** How many planned conversations carry a value; undefined until it is known. */
export function usePlannedCounts(projectId: string, dimension: string) {
  const facets = useQuery(
    api.conversations.facets.queryOptions({
      input: { projectId, filter: { origin: ["planned"] } },
      staleTime: 30_000,
    }),
  );
  return (value: string): number | undefined =>
    facets.data ? (facets.data.counts[dimension]?.[value] ?? 0) : undefined;
}
