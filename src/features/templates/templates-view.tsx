"use client";

import { Button, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowsDiff, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { AddTemplateDialog } from "./add-template-dialog.tsx";
import { CompareDialog } from "./compare-dialog.tsx";
import { ExamplesSection } from "./examples-section.tsx";
import { ScoresSection } from "./scores.tsx";
import { TemplateList } from "./template-list.tsx";
import { api, plainError } from "#/api/client.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { PageHeader } from "#/ui/page-header.tsx";
import { Section } from "#/ui/section.tsx";
import { ErrorState, RowsSkeleton } from "#/ui/states.tsx";

/** The prompts that conversations are written from, and the examples that they show. */
export function TemplatesView({ projectId }: { projectId: string }) {
  const { may } = useSession();
  const [adding, dialog] = useDisclosure();
  const [comparing, comparison] = useDisclosure();
  const templates = useQuery(api.templates.list.queryOptions({ input: { projectId } }));
  return (
    <>
      <PageHeader
        title="Templates"
        text="What the writer is told for each kind of conversation. Every version stays, with who saved it and why."
      >
        {may("write") ? (
          <>
            <Button
              variant="default"
              leftSection={<IconArrowsDiff size={16} />}
              disabled={!templates.data}
              onClick={comparison.open}
            >
              Compare
            </Button>
            <Button variant="default" leftSection={<IconPlus size={16} />} onClick={dialog.open}>
              Template for an arc
            </Button>
          </>
        ) : null}
      </PageHeader>
      <Stack gap={40}>
        {templates.isError ? (
          <ErrorState
            message={plainError(templates.error).message}
            onRetry={() => void templates.refetch()}
          />
        ) : templates.data ? (
          <TemplateList projectId={projectId} templates={templates.data} />
        ) : (
          <RowsSkeleton rows={4} height={46} />
        )}
        <ScoresSection projectId={projectId} />
        <Section
          title="Examples"
          text="Conversations that every prompt shows, so that the writer hears the voice. The ones you choose come first; seeds fill up the rest."
        >
          <ExamplesSection projectId={projectId} />
        </Section>
      </Stack>
      <AddTemplateDialog
        projectId={projectId}
        templates={templates.data ?? []}
        opened={adding}
        onClose={dialog.close}
      />
      <CompareDialog
        projectId={projectId}
        templates={templates.data ?? []}
        opened={comparing}
        onClose={comparison.close}
      />
    </>
  );
}
