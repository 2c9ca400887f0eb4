"use client";

import { Stack } from "@mantine/core";
import { AddToPlan } from "./add-to-plan.tsx";
import { Material } from "./material.tsx";
import { CoverageSection } from "#/features/overview/coverage-section.tsx";
import { useSession } from "#/features/shell/session-context.tsx";
import { PageHeader } from "#/ui/page-header.tsx";

/** What is to be written, and what it is written from. */
export function PlanView({ projectId }: { projectId: string }) {
  const { may } = useSession();
  return (
    <>
      <PageHeader
        title="Plan"
        text="Which conversations are to be written: who writes, how they feel, what it is about."
      />
      <Stack gap={40}>
        {may("write") ? <AddToPlan projectId={projectId} /> : null}
        <CoverageSection projectId={projectId} />
        <Material projectId={projectId} />
      </Stack>
    </>
  );
}
