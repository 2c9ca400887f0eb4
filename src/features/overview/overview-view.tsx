"use client";

import { Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { CoverageSection } from "./coverage-section.tsx";
import { MadeFrom } from "./made-from.tsx";
import { NextStepPanel } from "./next-step-panel.tsx";
import { OwnBusinessLink } from "./own-business-link.tsx";
import { StatusBar } from "./status-bar.tsx";
import { TiersTable } from "./tiers-table.tsx";
import classes from "./overview.module.css";
import { api, plainError } from "#/api/client.ts";
import { SetupChecklist } from "#/features/setup/setup-checklist.tsx";
import { VoiceNotice } from "#/features/voice/voice-notice.tsx";
import { formatCount, formatCounted } from "#/lib/format.ts";
import { PageHeader } from "#/ui/page-header.tsx";
import { Section } from "#/ui/section.tsx";
import { ErrorState, RowsSkeleton } from "#/ui/states.tsx";

/** Where the project is, and what comes next. */
export function OverviewView({ projectId }: { projectId: string }) {
  const overview = useQuery(api.projects.overview.queryOptions({ input: { projectId } }));
  const { data } = overview;

  return (
    <>
      <PageHeader title="Overview" text="Where the project is, and what comes next.">
        <OwnBusinessLink projectId={projectId} />
      </PageHeader>
      {overview.isError ? (
        <ErrorState
          message={plainError(overview.error).message}
          onRetry={() => void overview.refetch()}
        />
      ) : null}
      {overview.isPending ? <OverviewSkeleton /> : null}
      {data && !overview.isError ? (
        <Stack gap={40}>
          <NextStepPanel projectId={projectId} overview={data} />
          {data.planned > 0 ? <VoiceNotice projectId={projectId} /> : null}
          <SetupChecklist projectId={projectId} overview={data} />
          <Section
            title="Status"
            text={
              data.planned > 0 ? (
                <span className="tabular">
                  {formatCount(data.approved)} of {formatCounted(data.planned, "conversation")}{" "}
                  approved, {formatCount(data.generated)} written
                </span>
              ) : null
            }
          >
            {data.planned > 0 ? (
              <StatusBar projectId={projectId} byStatus={data.byStatus} />
            ) : (
              <Text size="sm" c="dimmed">
                Nothing is planned yet. Once it is, you see here how far each conversation is.
              </Text>
            )}
          </Section>
          <div className={classes.columns}>
            <Section title="Tiers">
              <TiersTable projectId={projectId} byTier={data.byTier} />
            </Section>
            <Section title="Made from">
              <MadeFrom projectId={projectId} overview={data} />
            </Section>
          </div>
          <CoverageSection projectId={projectId} />
        </Stack>
      ) : null}
    </>
  );
}

function OverviewSkeleton() {
  return (
    <Stack gap={40} aria-busy="true" aria-label="Loading the overview">
      <Skeleton height={106} radius="lg" />
      <Stack gap="sm">
        <Skeleton height={26} width={110} />
        <Skeleton height={12} radius="xl" />
        <Skeleton height={24} width="50%" />
      </Stack>
      <div className={classes.columns}>
        <RowsSkeleton rows={4} height={32} />
        <RowsSkeleton rows={4} height={32} />
      </div>
      <RowsSkeleton rows={8} height={34} />
    </Stack>
  );
}
