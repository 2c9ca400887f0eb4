"use client";

import { Button, Chip, Group, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { CallEntry } from "./call-entry.tsx";
import classes from "./call-log.module.css";
import { api, plainError } from "#/api/client.ts";
import { formatCount, formatCounted } from "#/lib/format.ts";
import { Pager } from "#/ui/data-table/pager.tsx";
import { BlockSkeleton, ErrorState } from "#/ui/states.tsx";

const PAGE_SIZE = 25;

/**
 * Every question to a writer for a conversation or in a run, and its answer, whether it was used or not.
 * What was sent and what came back is read when a call is opened.
 */
export function CallLog({
  projectId,
  conversationId,
  batchId,
  label,
  withReference = false,
}: {
  projectId: string;
  conversationId?: string;
  /** With a conversation: those of that run alone. */
  batchId?: string;
  label: string;
  /** Each call names its conversation. */
  withReference?: boolean;
}) {
  const [show, setShow] = useState<"all" | "failed">("all");
  const [page, setPage] = useState(1);
  const calls = useQuery(
    api.calls.list.queryOptions({
      input: {
        projectId,
        ...(conversationId && { conversationId }),
        ...(batchId && { batchId }),
        show,
        page,
        pageSize: PAGE_SIZE,
      },
      placeholderData: keepPreviousData,
    }),
  );
  if (calls.isPending) return <BlockSkeleton height={96} />;
  if (calls.isError) {
    return (
      <ErrorState message={plainError(calls.error).message} onRetry={() => void calls.refetch()} />
    );
  }
  const { counts, total } = calls.data;
  if (counts.all === 0) {
    return (
      <Text size="sm" c="dimmed">
        {batchId ? "No call was made yet." : "No writer was asked for this conversation."}
      </Text>
    );
  }
  return (
    <section aria-label={label}>
      <Group justify="space-between" gap="xs" mb={6}>
        {counts.failed > 0 ? (
          <Chip
            size="xs"
            variant="light"
            checked={show === "failed"}
            onChange={(only) => {
              setShow(only ? "failed" : "all");
              setPage(1);
            }}
          >
            Only failed {formatCount(counts.failed)}
          </Chip>
        ) : (
          <Text size="xs" c="dimmed">
            {formatCounted(counts.all, "call")}, none failed
          </Text>
        )}
        <Button
          component="a"
          href={exportHref({ conversationId, batchId })}
          download
          size="compact-xs"
          variant="default"
          leftSection={<IconDownload size={14} />}
        >
          Export the log
        </Button>
      </Group>
      <ol className={classes.list} data-stale={calls.isPlaceholderData || undefined}>
        {calls.data.calls.map((call) => (
          <CallEntry
            key={call.id}
            projectId={projectId}
            call={call}
            withReference={withReference}
          />
        ))}
      </ol>
      {total > PAGE_SIZE ? (
        <Pager page={page} pageSize={PAGE_SIZE} total={total} onPage={setPage} />
      ) : null}
    </section>
  );
}

/** An ordinary download with the session's cookie; a conversation's goes before the run's. */
function exportHref({
  conversationId,
  batchId,
}: {
  conversationId: string | undefined;
  batchId: string | undefined;
}): string {
  return conversationId
    ? `/api/v1/conversations/${conversationId}/calls/export`
    : `/api/v1/batches/${batchId}/calls/export`;
}
