"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api } from "#/api/client.ts";
import type { Project } from "#/core/projects/schema.ts";

/** One project as the server has it. */
export function useProject(projectId: string) {
  return useQuery(api.projects.get.queryOptions({ input: { projectId } }));
}

/** Puts a changed project where every page reads it, and has the lists read again. */
export function useProjectChanged() {
  const queryClient = useQueryClient();
  return useCallback(
    async (project: Project) => {
      queryClient.setQueryData(
        api.projects.get.queryKey({ input: { projectId: project.id } }),
        project,
      );
      await Promise.all(
        [api.projects.list.key(), api.projects.listArchived.key(), api.audit.key()].map(
          (queryKey) => queryClient.invalidateQueries({ queryKey }),
        ),
      );
    },
    [queryClient],
  );
}
