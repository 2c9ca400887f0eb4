"use client";

import { Stack, Text } from "@mantine/core";
import { Measures } from "./measures.tsx";
import { ProjectDetails } from "./project-details.tsx";
import { ProjectLife } from "./project-life.tsx";
import { useProject } from "./use-project.ts";
import { plainError } from "#/api/client.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { currencyName, languageName } from "#/lib/languages.ts";
import { Section } from "#/ui/section.tsx";
import { ErrorState, RowsSkeleton } from "#/ui/states.tsx";

/** What holds for this project: name, language, currency, measures, and what becomes of it. */
export function ProjectSettingsView({ projectId }: { projectId: string }) {
  const { may } = useSession();
  const project = useProject(projectId);
  if (project.isError) {
    return (
      <ErrorState
        message={plainError(project.error).message}
        onRetry={() => void project.refetch()}
      />
    );
  }
  if (project.isPending) return <RowsSkeleton rows={8} height={52} />;
  const { data } = project;
  if (!may("write")) {
    return (
      <Section title="Project">
        <Text size="sm">
          {data.name}: written in {languageName(data.language)}, with money in{" "}
          {currencyName(data.currency)}. An owner or editor can change it.
        </Text>
      </Section>
    );
  }
  return (
    <Stack gap={40}>
      <ProjectDetails project={data} />
      <Measures project={data} />
      <ProjectLife project={data} />
    </Stack>
  );
}
