"use client";

import { Button, Group, NativeSelect, Text } from "@mantine/core";
import { IconGridDots } from "@tabler/icons-react";
import Link from "next/link";
import { type Coverage, chooseAxis } from "./coverage.ts";
import { CoverageMatrix } from "./coverage-matrix.tsx";
import { useTaxonomyLabels } from "#/features/conversations/use-taxonomy-labels.ts";
import { Section } from "#/ui/section.tsx";
import { EmptyState } from "#/ui/states.tsx";

interface Axes {
  rows: string;
  columns: string;
}

/** The matrix with the choice of its two sides. */
export function CoverageSection({
  projectId,
  coverage,
  axes,
  onAxes,
}: {
  projectId: string;
  coverage: Coverage;
  axes: Axes;
  onAxes: (axes: Axes) => void;
}) {
  const { dimensions, dimensionLabel } = useTaxonomyLabels(projectId);
  const data = dimensions.map(({ key, label }) => ({ value: key, label }));
  const select = (side: keyof Axes, label: string) => (
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
  const row = dimensionLabel(coverage.rowDimension);
  const column = dimensionLabel(coverage.columnDimension);
  const hasCells = coverage.rows.length > 0 && coverage.columns.length > 0;

  return (
    <Section
      title="Coverage"
      text={
        <>
          <b>approved</b> / written / planned for each pair; the stronger the shade, the more is
          planned
        </>
      }
      actions={
        <Group gap="md">
          {select("rows", "Rows")}
          {select("columns", "Columns")}
        </Group>
      }
    >
      {hasCells ? (
        <CoverageMatrix
          projectId={projectId}
          coverage={coverage}
          corner={row}
          caption={`Conversations by ${row.toLowerCase()} and ${column.toLowerCase()}`}
        />
      ) : (
        <EmptyState
          icon={<IconGridDots size={26} stroke={1.6} />}
          title="Nothing to compare yet"
          text={`${coverage.rows.length === 0 ? row : column} has no values in this project, so there are no pairs to cover.`}
        >
          <Button component={Link} href={`/projects/${projectId}/plan`} variant="default">
            See the plan
          </Button>
        </EmptyState>
      )}
    </Section>
  );
}
