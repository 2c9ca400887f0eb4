"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, client, plainError } from "#/api/client.ts";
import type { Connection } from "#/core/writers/schema.ts";
import { askFirst } from "#/ui/ask-first.tsx";
import { toastDone } from "#/ui/toast.ts";

/** Reads all that is known of writers anew. */
export function useRefreshWriters(): () => Promise<void> {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: api.writers.key() });
}

/** Tries a connection with one call of a few words. */
export function useTest(projectId: string) {
  const refresh = useRefreshWriters();
  return useMutation({
    mutationFn: (connectionId: string) =>
      client.writers.testConnection({ connectionId, projectId }),
    onSettled: refresh,
  });
}

/** Asks by name before a connection and its key go. */
export function useRemoveConnection(): (connection: Connection) => void {
  const refresh = useRefreshWriters();
  return (connection) =>
    askFirst({
      title: `Remove ${connection.name}?`,
      text: "Its key is erased, and tasks that were given to its models fall back to the practice writer or another choice. What it wrote, what that cost and who accepted its terms stay.",
      confirm: "Remove",
      danger: true,
      sentenceOf: (error) => plainError(error).message,
      run: async () => {
        await client.writers.removeConnection({ connectionId: connection.id });
        toastDone(`${connection.name} was removed.`);
        await refresh();
      },
    });
}
