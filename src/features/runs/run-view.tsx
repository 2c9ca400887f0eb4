"use client";

import { Anchor, Box, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ArmScoreboard } from "./arm-scoreboard.tsx";
import { ExpectedActual } from "./expected-actual.tsx";
import { HoldNotice } from "./hold-notice.tsx";
import { RunTabs } from "./run-tabs.tsx";
import { RunMark } from "./run-states.tsx";
import classes from "./runs.module.css";
import { api, plainError } from "#/api/client.ts";
import type { BatchProgress } from "#/core/generation/schema.ts";
import { conversationsHref } from "#/features/conversations/filter-url.ts";
import { PracticeMark } from "#/features/conversations/practice-mark.tsx";
import { BatchButtons } from "#/features/generation/batch-buttons.tsx";
import { durationOf, isUnderWay, outcomeLine } from "#/features/generation/batch-lines.ts";
import { BatchMeter } from "#/features/generation/batch-meter.tsx";
import { useProgress } from "#/features/progress/progress-provider.tsx";
import { formatCount, formatCounted, formatMoment } from "#/lib/format.ts";
import { PageHeader } from "#/ui/page-header.tsx";
import { ErrorState } from "#/ui/states.tsx";

/** One batch: how far, at what cost, and what became of each conversation. */
export function RunView({ projectId, batchId }: { projectId: string; batchId: string }) {
  const stored = useQuery(api.generation.getBatch.queryOptions({ input: { batchId } }));
  const live = useProgress().batches.find(({ id }) => id === batchId);
  const batch = live ?? stored.data;
  const runs = `/projects/${projectId}/runs`;

  if (!batch && stored.isError) {
    const { message, status } = plainError(stored.error);
    return (
      <>
        <AllRuns href={runs} />
        <PageHeader title="Run" />
        <ErrorState
          message={message}
          onRetry={status === 404 ? undefined : () => void stored.refetch()}
        />
      </>
    );
  }
  return (
    <>
      <AllRuns href={runs} />
      {batch ? <RunHead projectId={projectId} batch={batch} /> : <HeadSkeleton />}
      {batch ? <ArmScoreboard batch={batch} /> : null}
      <RunTabs projectId={projectId} batchId={batchId} batch={batch} />
    </>
  );
}

function AllRuns({ href }: { href: string }) {
  return (
    <Anchor component={Link} href={href} size="sm" c="dimmed" className={classes.back ?? ""}>
      <IconArrowLeft size={15} stroke={1.7} aria-hidden /> All runs
    </Anchor>
  );
}

function RunHead({ projectId, batch }: { projectId: string; batch: BatchProgress }) {
  const isOpen = isUnderWay(batch);
  const review = conversationsHref(projectId, {
    filter: { status: ["generated", "needs_review"] },
  });
  return (
    <>
      <PageHeader
        title={`Run ${batch.number}`}
        text={
          <>
            {formatCounted(batch.total, "conversation")}
            {batch.mode === "overnight" ? ", overnight" : ""}, started by {batch.createdByName} on{" "}
            {formatMoment(batch.createdAt)}
          </>
        }
      >
        <BatchButtons batch={batch} />
        {!isOpen && batch.done > 0 ? (
          <Button component={Link} href={review}>
            Review
          </Button>
        ) : null}
      </PageHeader>
      <HoldNotice projectId={projectId} batch={batch} />
      <Box className={classes.summary ?? ""}>
        <Group justify="space-between" gap="xs" mb="xs">
          <Group gap="md">
            <RunMark batch={batch} />
            {isOpen ? null : (
              <Text size="sm" fw={550} className="tabular">
                {outcomeLine(batch)}
              </Text>
            )}
          </Group>
          <Group gap={8}>
            <Text size="sm" c="dimmed" className="tabular">
              {[
                batch.writer,
                ...(isOpen && batch.concurrency !== null
                  ? [`at most ${formatCount(batch.concurrency)} at a time`]
                  : []),
                ...(isOpen ? [] : [`took ${durationOf(batch)}`]),
              ].join(" · ")}
            </Text>
            {batch.isPractice ? <PracticeMark /> : null}
          </Group>
        </Group>
        <BatchMeter batch={batch} shown={8} full />
        {isOpen ? null : (
          <Box mt="sm">
            <ExpectedActual batch={batch} />
          </Box>
        )}
      </Box>
    </>
  );
}

function HeadSkeleton() {
  return (
    <Stack gap="sm" mb="lg" aria-busy="true" aria-label="Loading">
      <Skeleton height={32} width={120} />
      <Skeleton height={18} width={320} />
      <Skeleton height={74} mt="md" />
    </Stack>
  );
}
