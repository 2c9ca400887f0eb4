"use client";

import { ActionIcon, Anchor, Table, Text, Tooltip, VisuallyHidden } from "@mantine/core";
import { IconFileText, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { CategoryMenu } from "./category-menu.tsx";
import classes from "./sources.module.css";
import { useDeleteDocument } from "./use-delete-document.ts";
import { api, plainError } from "#/api/client.ts";
import type { DocumentRow } from "#/core/sources/schema.ts";
import { conversationsHref } from "#/features/conversations/filter-url.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { formatCount, formatDay, formatMoment } from "#/lib/format.ts";
import { PlainTable } from "#/ui/plain-table.tsx";
import { EmptyState, ErrorState, RowsSkeleton } from "#/ui/states.tsx";

/**
 * All documents of the project: what each is, how long, and what was written from it. `isShort` leaves out
 * what a beginner doesn't need yet.
 */
export function DocumentsTable({
  projectId,
  isShort = false,
}: {
  projectId: string;
  isShort?: boolean;
}) {
  const { may } = useSession();
  const documents = useQuery(api.sources.listDocuments.queryOptions({ input: { projectId } }));
  const askToDelete = useDeleteDocument();

  if (documents.isPending) return <RowsSkeleton rows={8} />;
  if (documents.isError) {
    return (
      <ErrorState
        message={plainError(documents.error).message}
        onRetry={() => void documents.refetch()}
      />
    );
  }
  if (documents.data.length === 0) {
    return (
      <EmptyState
        icon={<IconFileText size={26} stroke={1.6} />}
        title="No documents yet"
        text={
          may("write")
            ? "Documents are what conversations lean on: without them, answers rest on general knowledge instead of yours. Add a few with the box above."
            : "Documents are what conversations lean on. An owner or editor adds them here."
        }
      />
    );
  }
  return (
    <>
      <PlainTable label="Documents" minWidth={isShort ? 600 : 940}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Title</Table.Th>
            <Table.Th w="30%">Category</Table.Th>
            <Table.Th ta="right">Words</Table.Th>
            <Table.Th ta="right">Passages</Table.Th>
            {isShort ? null : (
              <>
                <Table.Th ta="right">Used in</Table.Th>
                <Table.Th>Added</Table.Th>
              </>
            )}
            {may("write") ? (
              <Table.Th w={44}>
                <VisuallyHidden>Actions</VisuallyHidden>
              </Table.Th>
            ) : null}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {documents.data.toSorted(byTitle).map((document) => (
            <DocumentTableRow
              key={document.id}
              projectId={projectId}
              document={document}
              isShort={isShort}
              onDelete={may("write") ? () => askToDelete(document) : null}
            />
          ))}
        </Table.Tbody>
      </PlainTable>
    </>
  );
}

function byTitle(a: DocumentRow, b: DocumentRow): number {
  return a.title.localeCompare(b.title, "en");
}

function DocumentTableRow({
  projectId,
  document,
  isShort,
  onDelete,
}: {
  projectId: string;
  document: DocumentRow;
  isShort: boolean;
  onDelete: (() => void) | null;
}) {
  return (
    <Table.Tr>
      <Table.Td className={classes.title ?? ""}>
        <Anchor
          component={Link}
          href={`/projects/${projectId}/sources/${document.id}`}
          size="sm"
          fw={500}
          c="var(--mantine-color-text)"
        >
          {document.title}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <CategoryMenu projectId={projectId} document={document} />
      </Table.Td>
      <Table.Td ta="right">{formatCount(document.words)}</Table.Td>
      <Table.Td ta="right">{formatCount(document.chunkCount)}</Table.Td>
      {isShort ? null : <UseAndOrigin projectId={projectId} document={document} />}
      {onDelete ? (
        <Table.Td>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Delete ${document.title}`}
            onClick={onDelete}
          >
            <IconTrash size={16} stroke={1.6} />
          </ActionIcon>
        </Table.Td>
      ) : null}
    </Table.Tr>
  );
}

function UseAndOrigin({ projectId, document }: { projectId: string; document: DocumentRow }) {
  return (
    <>
      <Table.Td ta="right">
        {document.conversationCount > 0 ? (
          <Anchor
            component={Link}
            size="sm"
            href={conversationsHref(projectId, { filter: { documentId: [document.id] } })}
            aria-label={`${document.conversationCount} conversations lean on ${document.title}`}
          >
            {formatCount(document.conversationCount)}
          </Anchor>
        ) : (
          <Text span size="sm" c="dimmed">
            0
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Tooltip label={formatMoment(document.createdAt)}>
          <Text size="sm" c="dimmed" truncate maw={220}>
            {formatDay(document.createdAt)} · {document.createdByName}
          </Text>
        </Tooltip>
      </Table.Td>
    </>
  );
}
