"use client";

import { Button, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { placeCell } from "./coverage.ts";
import classes from "./overview.module.css";
import type { Coverage, CoverageGap } from "#/core/overview/coverage-schema.ts";
import { openPlanHere } from "#/features/planning/plan-here.tsx";
import { useSession } from "#/features/shell/session-context.tsx";
import { formatCount, formatCounted } from "#/lib/format.ts";

const SHOWN_FIRST = 5;

/** What the data set lacks, in words, worst first; each can be planned from here. */
export function GapList({ projectId, coverage }: { projectId: string; coverage: Coverage }) {
  const { may } = useSession();
  const [all, setAll] = useState(false);
  const { gaps, gapCount } = coverage;
  if (gapCount === 0) {
    const isKnown = coverage.cells.some((line) => line.some(({ wanted }) => wanted !== null));
    return isKnown ? (
      <Text size="sm" c="dimmed">
        No gaps: each pair has as many conversations as its weights ask for.
      </Text>
    ) : null;
  }
  const shown = all ? gaps : gaps.slice(0, SHOWN_FIRST);
  return (
    <Stack gap="xs">
      <Title order={3}>{formatCounted(gapCount, "gap")}</Title>
      <ul className={classes.gaps} aria-label="Gaps, worst first">
        {shown.map((gap) => (
          <li key={`${gap.row} ${gap.column}`}>
            <span>{gap.sentence}</span>
            {may("write") ? <PlanGap projectId={projectId} coverage={coverage} gap={gap} /> : null}
          </li>
        ))}
      </ul>
      {gaps.length > SHOWN_FIRST ? (
        <div>
          <Button variant="subtle" size="xs" onClick={() => setAll(!all)} aria-expanded={all}>
            {all ? "Show fewer" : `Show ${formatCount(gaps.length)}`}
          </Button>
        </div>
      ) : null}
      {all && gapCount > gaps.length ? (
        <Text size="xs" c="dimmed">
          {formatCounted(gapCount - gaps.length, "smaller gap")} not listed.
        </Text>
      ) : null}
    </Stack>
  );
}

function PlanGap({
  projectId,
  coverage,
  gap,
}: {
  projectId: string;
  coverage: Coverage;
  gap: CoverageGap;
}) {
  const placed = placeCell(
    coverage,
    coverage.rows.findIndex(({ key }) => key === gap.row),
    coverage.columns.findIndex(({ key }) => key === gap.column),
  );
  if (!placed?.canPlan) return null;
  const missing = gap.wanted - gap.planned;
  return (
    <Button
      variant="default"
      size="compact-sm"
      aria-label={`Plan ${missing} for ${placed.name}`}
      onClick={() =>
        openPlanHere({ projectId, labels: placed.labels, name: placed.name, count: missing })
      }
    >
      Plan {formatCount(missing)}
    </Button>
  );
}
