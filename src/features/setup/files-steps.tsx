"use client";

import { Button, Stack, Text } from "@mantine/core";
import { PasteBox } from "./paste-box.tsx";
import { StepFooter } from "./setup-frame.tsx";
import { useStep } from "./use-step.ts";
import type { Project } from "#/core/projects/schema.ts";
import { Term } from "#/features/help/term.tsx";
import { DocumentsTable } from "#/features/sources/documents-table.tsx";
import { ImportBox } from "#/features/sources/import-box.tsx";
import { SeedsTable } from "#/features/sources/seeds-table.tsx";
import { useImport } from "#/features/sources/use-import.ts";
import { ErrorState } from "#/ui/states.tsx";

/** Conversations that the owner really had, as files or pasted. */
export function SeedsStep({ project }: { project: Project }) {
  const files = useImport(project.id, "seeds");
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        These are <Term name="seed">sample conversations</Term>: they are never changed and never
        count as results. Leave out names and numbers that must stay private.
      </Text>
      <PasteBox projectId={project.id} />
      <ImportBox kind="seeds" state={files} />
      <SeedsTable projectId={project.id} />
      <Onward project={project} step="seeds" />
    </Stack>
  );
}

/** What the business knows, in files. */
export function DocumentsStep({ project }: { project: Project }) {
  const files = useImport(project.id, "documents");
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        Each document is cut into <Term name="chunk">passages</Term>. They stay on this machine
        until you have a conversation written by a vendor&apos;s model.
      </Text>
      <ImportBox kind="documents" state={files} />
      <DocumentsTable projectId={project.id} isShort />
      <Onward project={project} step="documents" />
    </Stack>
  );
}

function Onward({ project, step: name }: { project: Project; step: "seeds" | "documents" }) {
  const step = useStep(project, name);
  return (
    <>
      {step.failure ? <ErrorState message={step.failure.message} /> : null}
      <StepFooter back={step.back}>
        <Button loading={step.isGoing} onClick={() => step.go()}>
          Continue
        </Button>
      </StepFooter>
    </>
  );
}
