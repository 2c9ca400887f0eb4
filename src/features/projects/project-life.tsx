"use client";

import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArchive, IconCopy } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useProjectChanged } from "./use-project.ts";
import { client, plainError } from "#/api/client.ts";
import type { Project } from "#/core/projects/schema.ts";
import { formatCounted } from "#/lib/format.ts";
import { askFirst } from "#/ui/ask-first.tsx";
import { Section } from "#/ui/section.tsx";
import { ErrorState } from "#/ui/states.tsx";
import { toastDone } from "#/ui/toast.ts";

/** A copy to begin the next one with, and out of sight when it is over. */
export function ProjectLife({ project }: { project: Project }) {
  const router = useRouter();
  const changed = useProjectChanged();
  const [copying, { open, close }] = useDisclosure();
  const archive = () =>
    askFirst({
      title: `Archive “${project.name}”?`,
      text: "It leaves the list of projects. Nothing is deleted, and you can bring it back at any time.",
      confirm: "Archive project",
      run: async () => {
        await changed(await client.projects.archive({ projectId: project.id }));
        toastDone(`“${project.name}” is archived. You find it under “Archived projects”.`);
        router.push("/");
      },
      sentenceOf: (error) => plainError(error).message,
    });
  const bringBack = useMutation({
    mutationFn: () => client.projects.restore({ projectId: project.id }),
    onSuccess: changed,
  });

  return (
    <Section title="Copy and archive">
      <Stack gap="sm" align="flex-start">
        <Text size="sm" c="dimmed" maw={560}>
          A copy begins with the same voice, measures, customers, topics, storylines and templates.
          What was planned and written stays here.
        </Text>
        <Group gap="xs">
          <Button variant="default" leftSection={<IconCopy size={16} />} onClick={open}>
            Copy project
          </Button>
          {project.archivedAt ? (
            <Button
              variant="default"
              loading={bringBack.isPending}
              onClick={() => bringBack.mutate()}
            >
              Bring back
            </Button>
          ) : (
            <Button variant="default" leftSection={<IconArchive size={16} />} onClick={archive}>
              Archive project
            </Button>
          )}
        </Group>
        {bringBack.isError ? <ErrorState message={plainError(bringBack.error).message} /> : null}
      </Stack>
      <Modal opened={copying} onClose={close} title="Copy project">
        <CopyForm project={project} onClose={close} />
      </Modal>
    </Section>
  );
}

function CopyForm({ project, onClose }: { project: Project; onClose: () => void }) {
  const router = useRouter();
  const changed = useProjectChanged();
  const [name, setName] = useState(`${project.name} (copy)`);
  const [documents, setDocuments] = useState(true);
  const [seeds, setSeeds] = useState(true);
  const copy = useMutation({
    mutationFn: () => client.projects.copy({ projectId: project.id, name, documents, seeds }),
    onSuccess: async (copied) => {
      await changed(copied.project);
      onClose();
      toastDone(
        `The copy stands, with ${formatCounted(copied.documents, "document")} and ${formatCounted(copied.seeds, "sample conversation")}.`,
      );
      router.push(`/projects/${copied.project.id}`);
    },
  });
  const failure = copy.error ? plainError(copy.error) : null;
  const atName = failure?.fields.find(({ field }) => field === "name")?.message;

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        copy.mutate();
      }}
    >
      <Stack>
        <TextInput
          label="Name of the copy"
          data-autofocus
          value={name}
          error={atName}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Text size="sm" c="dimmed">
          Voice, measures, language, currency, customers, topics, storylines and templates come
          along. Plans, written conversations, decisions and exports don&apos;t.
        </Text>
        <Checkbox
          label="Documents, with their passages"
          checked={documents}
          onChange={(event) => setDocuments(event.currentTarget.checked)}
        />
        <Checkbox
          label="Sample conversations"
          checked={seeds}
          onChange={(event) => setSeeds(event.currentTarget.checked)}
        />
        {failure && !atName ? <ErrorState message={failure.message} /> : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={copy.isPending}>
            Copy project
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
