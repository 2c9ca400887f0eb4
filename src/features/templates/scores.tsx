"use client";

import { Anchor, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { api, plainError } from "#/api/client.ts";
import type { ScoredTemplates } from "#/core/comparing/schema.ts";
import { ScoreTable } from "#/features/comparing/score-table.tsx";
import { Verdicts } from "#/features/comparing/verdicts.tsx";
import { PracticeMark } from "#/features/conversations/practice-mark.tsx";
import { formatCount } from "#/lib/format.ts";
import { Section } from "#/ui/section.tsx";
import { ErrorState, RowsSkeleton } from "#/ui/states.tsx";

/** How well each version of a template, and each model, has written in this project. */
export function Scores({ projectId }: { projectId: string }) {
  const input = { projectId };
  const templates = useQuery(api.comparing.templates.queryOptions({ input }));
  const writers = useQuery(api.comparing.writers.queryOptions({ input }));
  const failed = templates.error ?? writers.error;
  if (failed) {
    return (
      <ErrorState
        message={plainError(failed).message}
        onRetry={() => void Promise.all([templates.refetch(), writers.refetch()])}
      />
    );
  }
  if (!templates.data || !writers.data) return <RowsSkeleton rows={3} height={46} />;
  if (writers.data.rows.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Nothing is written yet. Once it is, this shows how each version and each model does.
      </Text>
    );
  }
  return (
    <Stack gap="xl">
      <div>
        <ScoreTable
          label="Scores of the versions"
          first="Version"
          rows={templates.data.rows.map((row) => ({
            key: `${row.versionId} ${String(row.isPractice)}`,
            name: <VersionName projectId={projectId} row={row} />,
            written: formatCount(row.written),
            isPractice: row.isPractice,
            figures: row,
          }))}
        />
        <Verdicts
          sides={templates.data.rows.map((row) => ({
            ...row,
            label: `${row.name}, ${versionWords(row)}`,
          }))}
          pairs={templates.data.pairs}
          note={
            templates.data.rows.some(({ isPractice }) => isPractice)
              ? "The practice writer reads no template: its texts say nothing of a version."
              : undefined
          }
        />
      </div>
      <div>
        <ScoreTable
          label="Scores of the writers"
          first="Writer"
          rows={writers.data.rows.map((row) => ({
            key: `${row.writer.provider} ${row.writer.model}`,
            name: (
              <Group gap={6} wrap="nowrap">
                <Text span size="sm">
                  {row.writer.label}
                </Text>
                {row.writer.isPractice ? <PracticeMark /> : null}
              </Group>
            ),
            written: formatCount(row.written),
            isPractice: row.writer.isPractice,
            figures: row,
          }))}
        />
        <Verdicts
          sides={writers.data.rows.map((row) => ({ ...row, label: row.writer.label }))}
          pairs={writers.data.pairs}
        />
      </div>
    </Stack>
  );
}

/** The section of the Templates page. */
export function ScoresSection({ projectId }: { projectId: string }) {
  return (
    <Section
      title="How they do"
      text="All that each version and each model has written here. They wrote different conversations, so compare two in one run before you decide."
    >
      <Scores projectId={projectId} />
    </Section>
  );
}

type Row = ScoredTemplates["rows"][number];

function VersionName({ projectId, row }: { projectId: string; row: Row }) {
  return (
    <Group gap={6} wrap="nowrap">
      <Anchor
        component={Link}
        size="sm"
        href={`/projects/${projectId}/templates/${row.templateId}?tab=versions`}
      >
        {row.name}, {versionWords(row)}
      </Anchor>
      {row.isPractice ? <PracticeMark /> : null}
    </Group>
  );
}

function versionWords({ number }: Pick<Row, "number">): string {
  return `version ${number}`;
}
