"use client";

import { Box, Button, Group, Text } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useMemo } from "react";
import { RunMark } from "./run-states.tsx";
import { api, plainError } from "#/api/client.ts";
import type { BatchProgress } from "#/core/generation/schema.ts";
import { PracticeMark } from "#/features/conversations/practice-mark.tsx";
import { durationOf, isUnderWay, reached } from "#/features/generation/batch-lines.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { formatCount, formatMoment, formatMoney } from "#/lib/format.ts";
import { dataColumn, type DataColumn, visibleColumns } from "#/ui/data-table/columns.ts";
import { DataTable } from "#/ui/data-table/data-table.tsx";
import { RowLink } from "#/ui/data-table/row-link.tsx";
import { PageHeader } from "#/ui/page-header.tsx";
import { EmptyState, ErrorState } from "#/ui/states.tsx";

const newestFirst = { key: "number", direction: "desc" } as const;
const chosen = {};

/** Every batch of the project, newest first. */
export function RunsView({ projectId }: { projectId: string }) {
  const { ref, width } = useElementSize();
  const runs = useQuery(api.generation.listBatches.queryOptions({ input: { projectId } }));
  const columns = useMemo(() => runColumns(projectId), [projectId]);
  return (
    <Box ref={ref}>
      <PageHeader
        title="Runs"
        text="Each time conversations were written: how many, by whom, at what cost, and what failed."
      />
      {runs.isError ? (
        <ErrorState message={plainError(runs.error).message} onRetry={() => void runs.refetch()} />
      ) : runs.data?.length === 0 ? (
        <NoRuns projectId={projectId} />
      ) : (
        <DataTable<BatchProgress>
          label="Runs"
          columns={columns}
          rows={runs.data}
          visibility={visibleColumns(columns, chosen, width)}
          sort={newestFirst}
          ownSort={newestFirst}
          width={width}
        />
      )}
    </Box>
  );
}

function runColumns(projectId: string): DataColumn<BatchProgress>[] {
  const column = dataColumn<BatchProgress>;
  return [
    column("number", { label: "Run", width: 72, fixed: true }, (run) => (
      <RowLink href={`/projects/${projectId}/runs/${run.id}`}>Run {run.number}</RowLink>
    )),
    column("state", { label: "State", width: 148 }, (run) => <RunMark batch={run} />),
    column("result", { label: "Conversations", width: 120, grows: true }, (run) => (
      <Result run={run} />
    )),
    column("writer", { label: "Writer", width: 210, hiddenBelow: 900 }, (run) => (
      <Group gap={8} wrap="nowrap">
        <Text span size="sm" truncate>
          {run.writer}
        </Text>
        {run.isPractice ? <PracticeMark /> : null}
      </Group>
    )),
    column(
      "by",
      { label: "Started by", width: 150, hiddenBelow: 1000 },
      (run) => run.createdByName,
    ),
    column("when", { label: "Started", width: 186, hiddenBelow: 600 }, (run) =>
      formatMoment(run.createdAt),
    ),
    column("time", { label: "Took", width: 104, align: "right", hiddenBelow: 700 }, (run) =>
      durationOf(run),
    ),
    column("cost", { label: "Cost", width: 92, align: "right", hiddenBelow: 480 }, (run) =>
      formatMoney(run.costMicros),
    ),
  ];
}

function Result({ run }: { run: BatchProgress }) {
  const parts = [
    isUnderWay(run) ? reached(run).words : `${formatCount(run.done)} ready`,
    ...(run.failed > 0 ? [`${formatCount(run.failed)} failed`] : []),
    ...(run.cancelled > 0 ? [`${formatCount(run.cancelled)} not written`] : []),
  ];
  return <>{parts.join(" · ")}</>;
}

function NoRuns({ projectId }: { projectId: string }) {
  const { may } = useSession();
  return (
    <EmptyState
      icon={<IconPlayerPlay size={26} stroke={1.6} />}
      title="Nothing was written yet"
      text="A run writes planned conversations. It goes on when you close the page, keeps what is ready, and lists here what failed and why."
    >
      <Button component={Link} href={`/projects/${projectId}/conversations`}>
        {may("write") ? "Choose what to write" : "See the conversations"}
      </Button>
    </EmptyState>
  );
}
