"use client";

import { Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconGridDots } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { parseAsString, useQueryStates } from "nuqs";
import { chooseAxis, coverageInWords } from "./coverage.ts";
import { CoverageList } from "./coverage-list.tsx";
import { CoverageMatrix } from "./coverage-matrix.tsx";
import { GapList } from "./gap-list.tsx";
import { api, plainError } from "#/api/client.ts";
import type { Coverage } from "#/core/overview/coverage-schema.ts";
import { useTaxonomyLabels } from "#/features/conversations/use-taxonomy-labels.ts";
import { formatCount, formatCounted } from "#/lib/format.ts";
import { Section } from "#/ui/section.tsx";
import { EmptyState, ErrorState, RowsSkeleton } from "#/ui/states.tsx";

const axisParsers = {
  rows: parseAsString.withDefault("persona"),
  columns: parseAsString.withDefault("emotion"),
};

/** What is covered and what lacks, over any two dimensions; the choice lives in the URL. */
export function CoverageSection({ projectId }: { projectId: string }) {
  const [axes, setAxes] = useQueryStates(axisParsers, { history: "push" });
  const coverage = useQuery(
    api.projects.coverage.queryOptions({
      input: { projectId, rowDimension: axes.rows, columnDimension: axes.columns },
      placeholderData: keepPreviousData,
    }),
  );
  const { data } = coverage;
  return (
    <Section
      title="Coverage"
      text={data ? <Legend coverage={data} /> : null}
      actions={
        <AxisChoice projectId={projectId} axes={axes} onAxes={(next) => void setAxes(next)} />
      }
    >
      {coverage.isError ? (
        <ErrorState
          message={plainError(coverage.error).message}
          onRetry={() => {
            // An address that names a dimension which isn't there would fail for ever.
            if (plainError(coverage.error).status === 400) void setAxes(null);
            else void coverage.refetch();
          }}
        />
      ) : null}
      {coverage.isPending ? <RowsSkeleton rows={8} height={38} /> : null}
      {data && !coverage.isError ? <CoverageBody projectId={projectId} coverage={data} /> : null}
    </Section>
  );
}

function Legend({ coverage }: { coverage: Coverage }) {
  const isWanted = coverage.cells.some((line) => line.some(({ wanted }) => wanted !== null));
  return (
    <>
      <b>approved</b> / written / planned{isWanted ? " of wanted" : ""} for each pair; wanted is the
      share of {formatCounted(coverage.target, "conversation")} by weight
      {coverage.planned < coverage.target ? `, ${formatCount(coverage.planned)} are planned` : ""}
    </>
  );
}

function AxisChoice({
  projectId,
  axes,
  onAxes,
}: {
  projectId: string;
  axes: { rows: string; columns: string };
  onAxes: (axes: { rows: string; columns: string }) => void;
}) {
  const { dimensions, dimensionLabel } = useTaxonomyLabels(projectId);
  const data = dimensions
    .filter(({ retired }) => !retired)
    .map(({ key, label }) => ({ value: key, label }));
  const select = (side: keyof typeof axes, label: string) => (
    <Group gap={6} wrap="nowrap">
      <Text size="xs" c="dimmed" component="label" htmlFor={`coverage-${side}`}>
        {label}
      </Text>
      <NativeSelect
        id={`coverage-${side}`}
        size="xs"
        data={
          data.some(({ value }) => value === axes[side])
            ? data
            : [{ value: axes[side], label: dimensionLabel(axes[side]) }, ...data]
        }
        value={axes[side]}
        onChange={(event) => onAxes(chooseAxis(axes, side, event.currentTarget.value))}
      />
    </Group>
  );
  return (
    <Group gap="md">
      {select("rows", "Rows")}
      {select("columns", "Columns")}
    </Group>
  );
}

function CoverageBody({ projectId, coverage }: { projectId: string; coverage: Coverage }) {
  const { dimensionLabel } = useTaxonomyLabels(projectId);
  const isNarrow = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  const row = dimensionLabel(coverage.rowDimension);
  const column = dimensionLabel(coverage.columnDimension);
  if (coverage.rows.length === 0 || coverage.columns.length === 0) {
    return (
      <EmptyState
        icon={<IconGridDots size={26} stroke={1.6} />}
        title="Nothing to compare yet"
        text={`${coverage.rows.length === 0 ? row : column} has no values in this project, so there are no pairs to cover.`}
      >
        <Button component={Link} href={`/projects/${projectId}/plan`} variant="default">
          See the plan
        </Button>
      </EmptyState>
    );
  }
  return (
    <Stack gap="lg">
      <div>
        {isNarrow ? (
          <CoverageList projectId={projectId} coverage={coverage} />
        ) : (
          <CoverageMatrix
            projectId={projectId}
            coverage={coverage}
            corner={row}
            caption={`Conversations by ${row.toLowerCase()} and ${column.toLowerCase()}`}
          />
        )}
        <Text size="xs" c="dimmed" mt="xs">
          {coverageInWords(coverage)}
        </Text>
      </div>
      <GapList projectId={projectId} coverage={coverage} />
    </Stack>
  );
}
