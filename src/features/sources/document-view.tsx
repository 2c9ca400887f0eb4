"use client";

import { Anchor, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconArrowLeft, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { CategoryMenu } from "./category-menu.tsx";
import { type DimensionText, nameOfDimension, partDimensions } from "./dimension-text.ts";
import { type DocumentDetail, Passage } from "./passage.tsx";
import { passageName } from "./passage-name.ts";
import { useDeleteDocument } from "./use-delete-document.ts";
import classes from "./document.module.css";
import { api, plainError } from "#/api/client.ts";
import { conversationsHref } from "#/features/conversations/filter-url.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { formatCount, formatCounted, formatMoment } from "#/lib/format.ts";
import { PageHeader } from "#/ui/page-header.tsx";
import { ErrorState } from "#/ui/states.tsx";

/** One document in its passages, each with the conversations that lean on it. */
export function DocumentView({ projectId, documentId }: { projectId: string; documentId: string }) {
  const router = useRouter();
  const { may } = useSession();
  const document = useQuery(api.sources.getDocument.queryOptions({ input: { documentId } }));
  const { shared, own } = partDimensions(document.data?.chunks ?? []);
  const back = `/projects/${projectId}/sources`;
  const askToDelete = useDeleteDocument(() => router.push(back));

  return (
    <>
      <Anchor component={Link} href={back} size="sm" c="dimmed" className={classes.back ?? ""}>
        <IconArrowLeft size={15} stroke={1.7} aria-hidden /> All documents
      </Anchor>
      {document.isPending ? <DocumentSkeleton /> : null}
      {document.isError ? (
        <>
          <PageHeader title="Document" />
          <ErrorState
            message={plainError(document.error).message}
            onRetry={
              plainError(document.error).status === 404 ? undefined : () => void document.refetch()
            }
          />
        </>
      ) : null}
      {document.data ? (
        <>
          <PageHeader title={document.data.title} text={document.data.summary}>
            {may("write") ? (
              <Button
                variant="default"
                size="xs"
                leftSection={<IconTrash size={15} />}
                onClick={() => askToDelete(document.data)}
              >
                Delete
              </Button>
            ) : null}
          </PageHeader>
          <Facts projectId={projectId} document={document.data} shared={shared} />
          <div className={classes.body}>
            <Contents document={document.data} />
            <Stack gap="xl" className={classes.passages ?? ""}>
              {document.data.chunks.map((passage, index) => (
                <Passage
                  key={passage.id}
                  projectId={projectId}
                  document={document.data}
                  passage={passage}
                  dimensions={own[index] ?? []}
                />
              ))}
              {document.data.chunks.length === 0 ? (
                <Text size="sm" c="dimmed">
                  This document has no passages: there is no text in it.
                </Text>
              ) : null}
            </Stack>
          </div>
        </>
      ) : null}
    </>
  );
}

function Facts({
  projectId,
  document,
  shared,
}: {
  projectId: string;
  document: DocumentDetail;
  shared: readonly DimensionText[];
}) {
  // What the document says of itself stands on its passages too; here it is said once.
  const said = new Set([document.audience, document.summary, document.title, document.category]);
  const facts = [
    { name: "Category", value: <CategoryMenu projectId={projectId} document={document} /> },
    { name: "Audience", value: document.audience ?? "–" },
    { name: "Length", value: formatCounted(document.words, "word") },
    {
      name: "Used in",
      value:
        document.conversationCount > 0 ? (
          <Anchor
            component={Link}
            size="sm"
            href={conversationsHref(projectId, { filter: { documentId: [document.id] } })}
          >
            {formatCounted(document.conversationCount, "conversation")}
          </Anchor>
        ) : (
          "no conversation yet"
        ),
    },
    ...shared
      .filter(({ text }) => !said.has(text))
      .map(({ key, text }) => ({ name: nameOfDimension(key), value: text })),
    { name: "File", value: document.fileName },
    { name: "Added", value: `${formatMoment(document.createdAt)} by ${document.createdByName}` },
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(({ name, value }) => (
        <div key={name}>
          <Text component="dt" size="xs" c="dimmed">
            {name}
          </Text>
          <Text component="dd" size="sm" m={0} className={classes.fact ?? ""}>
            {value}
          </Text>
        </div>
      ))}
    </dl>
  );
}

function Contents({ document }: { document: DocumentDetail }) {
  if (document.chunks.length < 2) return null;
  return (
    <nav aria-label="Passages" className={classes.contents}>
      <Text size="xs" c="dimmed" mb={6} className="tabular">
        {formatCounted(document.chunks.length, "passage")}
      </Text>
      <ol>
        {document.chunks.map((passage) => (
          <li key={passage.id}>
            <a href={`#${passage.id}`}>
              <span>{passageName(passage, document.title).name}</span>
              {passage.conversations.length > 0 ? (
                <span
                  className="tabular"
                  title={`${formatCounted(passage.conversations.length, "conversation")}`}
                >
                  {formatCount(passage.conversations.length)}
                </span>
              ) : null}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function DocumentSkeleton() {
  return (
    <Stack gap="md" aria-busy="true" aria-label="Loading the document">
      <Skeleton height={30} width="45%" />
      <Skeleton height={16} width="70%" />
      <Group gap="xl">
        {Array.from({ length: 4 }, (_, index) => (
          <Skeleton key={index} height={38} width={120} />
        ))}
      </Group>
      {Array.from({ length: 4 }, (_, index) => (
        <Skeleton key={index} height={130} />
      ))}
    </Stack>
  );
}
