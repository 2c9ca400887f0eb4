"use client";

import { useQueryClient } from "@tanstack/react-query";
import { api, client, plainError } from "#/api/client.ts";
import type { DocumentRow } from "#/core/sources/schema.ts";
import { formatCounted } from "#/lib/format.ts";
import { askFirst } from "#/ui/ask-first.tsx";
import { toastDone } from "#/ui/toast.ts";

type Deletable = Pick<DocumentRow, "id" | "title" | "chunkCount" | "conversationCount">;

/** Asks by name before a document goes; one that was written from is kept, and the dialog says so. */
export function useDeleteDocument(onDeleted?: () => void): (document: Deletable) => void {
  const queryClient = useQueryClient();
  return (document) =>
    askFirst({
      title: "Delete this document?",
      text: `"${document.title}" and its ${formatCounted(document.chunkCount, "passage")} will be gone. ${usersOf(document)} This can't be undone; the file can be added again.`,
      confirm: "Delete document",
      danger: true,
      sentenceOf: (error) => plainError(error).message,
      run: async () => {
        await client.sources.deleteDocument({ documentId: document.id });
        toastDone(`"${document.title}" was deleted.`);
        onDeleted?.();
        void queryClient.invalidateQueries({ queryKey: api.sources.listDocuments.key() });
        void queryClient.invalidateQueries({ queryKey: api.projects.overview.key() });
      },
    });
}

function usersOf({ conversationCount }: Deletable): string {
  if (conversationCount === 0) return "No conversation leans on it.";
  return `${formatCounted(conversationCount, "conversation")} ${conversationCount === 1 ? "leans" : "lean"} on it.`;
}
