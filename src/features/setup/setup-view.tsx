"use client";

import type { ComponentType } from "react";
import { AmountStep } from "./amount-step.tsx";
import { BusinessStep } from "./business-step.tsx";
import { CustomersStep } from "./customers-step.tsx";
import { DocumentsStep, SeedsStep } from "./files-steps.tsx";
import { SetupFrame } from "./setup-frame.tsx";
import { SummaryStep } from "./summary-step.tsx";
import { VoiceStep } from "./voice-step.tsx";
import { WriterStep } from "./writer-step.tsx";
import { plainError } from "#/api/client.ts";
import type { Project, SetupStep } from "#/core/projects/schema.ts";
import { useProject } from "#/features/projects/use-project.ts";
import { ErrorState, RowsSkeleton } from "#/ui/states.tsx";

const views: Record<SetupStep, ComponentType<{ project: Project }>> = {
  business: BusinessStep,
  voice: VoiceStep,
  seeds: SeedsStep,
  documents: DocumentsStep,
  customers: CustomersStep,
  amount: AmountStep,
  writer: WriterStep,
  summary: SummaryStep,
};

/** One step of a project's set-up. */
export function SetupView({ projectId, step }: { projectId: string; step: SetupStep }) {
  const project = useProject(projectId);
  const View = views[step];
  return (
    <SetupFrame
      step={step}
      projectId={projectId}
      projectName={project.data?.name ?? ""}
      seen={project.data?.setup.seen ?? []}
    >
      {project.isError ? (
        <ErrorState
          message={plainError(project.error).message}
          onRetry={() => void project.refetch()}
        />
      ) : null}
      {project.isPending ? <RowsSkeleton rows={5} height={56} /> : null}
      {project.data ? <View project={project.data} /> : null}
    </SetupFrame>
  );
}
