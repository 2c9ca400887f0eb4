"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, client, plainError } from "#/api/client.ts";
import type { DocumentRow } from "#/core/sources/schema.ts";
import { formatCounted } from "#/lib/format.ts";
import { ConfirmDialog } from "#/ui/confirm-dialog.tsx";
import { toastDone } from "#/ui/toast.ts";

/** Asks by name before a document goes; a document that was written from is kept, and the server says so. */
export function DeleteDocument({
  document,
  onClose,
  onDeleted,
}: {
  document: Pick<DocumentRow, "id" | "title" | "chunkCount" | "conversationCount"> | null;
  onClose: () => void;
  onDeleted?: () => void;
}) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: (documentId: string) => client.sources.deleteDocument({ documentId }),
    onSuccess: async () => {
      toastDone(`"${document?.title}" was deleted.`);
      remove.reset();
      onClose();
      onDeleted?.();
      await queryClient.invalidateQueries({ queryKey: api.sources.key() });
      await queryClient.invalidateQueries({ queryKey: api.projects.overview.key() });
    },
  });

  return (
    <ConfirmDialog
      opened={document !== null}
      title="Delete this document?"
      confirm="Delete document"
      busy={remove.isPending}
      failure={remove.error ? plainError(remove.error).message : null}
      onConfirm={() => document && remove.mutate(document.id)}
      onClose={() => {
        remove.reset();
        onClose();
      }}
    >
      {document ? (
        <>
          <strong>{document.title}</strong> and its {formatCounted(document.chunkCount, "passage")}{" "}
          will be gone.{" "}
          {document.conversationCount > 0
            ? `${formatCounted(document.conversationCount, "conversation")} ${document.conversationCount === 1 ? "leans" : "lean"} on it.`
            : "No conversation leans on it."}{" "}
          This can&apos;t be undone; the file can be added again.
        </>
      ) : null}
    </ConfirmDialog>
  );
}
