"use client";

import { useQuery } from "@tanstack/react-query";
import { api } from "#/api/client.ts";

/** The name of an arc by its key; the key itself where the arc is gone. */
export function useArcLabels(projectId: string): (key: string) => string {
  const { data } = useQuery(
    api.projects.storylines.queryOptions({ input: { projectId }, staleTime: 60_000 }),
  );
  return (key) => data?.arcs.find((arc) => arc.key === key)?.label ?? key;
}
