"use client";

import { Button } from "@mantine/core";
import { IconDownload, IconSparkles } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useEffect } from "react";
import { isFiltered } from "./filter-axes.ts";
import { ConversationList } from "./conversation-list.tsx";
import { NoConversations, NothingMatches } from "./no-conversations.tsx";
import { notYetWritten } from "./selected-rows.ts";
import { useConversationQuery } from "./use-conversation-query.ts";
import { useTaxonomyLabels } from "./use-taxonomy-labels.ts";
import { api, plainError } from "#/api/client.ts";
import { openGenerate } from "#/features/generation/generate-dialog.tsx";
import { exportHref } from "#/features/exports/export-url.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { formatCount } from "#/lib/format.ts";
import { PageHeader } from "#/ui/page-header.tsx";
import { ErrorState } from "#/ui/states.tsx";

const PAGE_SIZE = 50;

/** The whole data set as a table: filter, sort, select, write, decide. */
export function ConversationsView({ projectId }: { projectId: string }) {
  const { may } = useSession();
  const query = useConversationQuery();
  const { filter, sort, page, setPage } = query;
  const names = useTaxonomyLabels(projectId);
  const list = useQuery(
    api.conversations.list.queryOptions({
      input: { projectId, filter, sort, page, pageSize: PAGE_SIZE },
      placeholderData: keepPreviousData,
    }),
  );
  const facets = useQuery(
    api.conversations.facets.queryOptions({
      input: { projectId, filter },
      placeholderData: keepPreviousData,
    }),
  );
  const total = list.data?.total;
  const lastPage = Math.max(1, Math.ceil((total ?? 0) / PAGE_SIZE));
  const beyond = total !== undefined && !list.isPlaceholderData && page > lastPage;
  // Rows went away (deleted, or they no longer match): the page that is left takes the place.
  useEffect(() => {
    if (beyond) setPage(lastPage, "replace");
  }, [beyond, lastPage, setPage]);

  const open = notYetWritten(filter, facets.data);
  const empty = total === 0 && !list.isPlaceholderData;

  return (
    <>
      <PageHeader
        title="Conversations"
        text="The whole data set: what is planned, what is written, and what you decided."
      >
        {empty ? null : (
          <Button
            component={Link}
            href={exportHref(projectId, filter)}
            variant="default"
            leftSection={<IconDownload size={16} stroke={1.8} />}
          >
            {isFiltered(filter) ? "Export these" : "Export"}
          </Button>
        )}
        {may("write") && open ? (
          <Button
            leftSection={<IconSparkles size={16} stroke={1.8} />}
            onClick={() => openGenerate({ projectId, selection: open.selection })}
          >
            Generate all {formatCount(open.count)}
          </Button>
        ) : null}
      </PageHeader>
      {empty && !isFiltered(filter) ? (
        <NoConversations projectId={projectId} />
      ) : (
        <ConversationList
          projectId={projectId}
          query={query}
          names={names}
          page={list.data}
          facets={facets.data}
          stale={list.isPlaceholderData}
          pageSize={PAGE_SIZE}
          instead={
            list.isError ? (
              <ErrorState
                message={plainError(list.error).message}
                onRetry={() => void list.refetch()}
              />
            ) : empty ? (
              <NothingMatches onClear={() => query.setFilter({})} />
            ) : null
          }
        />
      )}
    </>
  );
}
