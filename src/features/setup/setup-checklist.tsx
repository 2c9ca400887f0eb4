"use client";

import { Anchor, Button, Group, Text } from "@mantine/core";
import { IconCircle, IconCircleCheck } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { checklistOf } from "./checklist.ts";
import classes from "./setup.module.css";
import { stepHref, stepWords } from "./steps.ts";
import { client, plainError } from "#/api/client.ts";
import type { Overview } from "#/core/overview/schema.ts";
import { useProject, useProjectChanged } from "#/features/projects/use-project.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { Section } from "#/ui/section.tsx";
import { toastFailed } from "#/ui/toast.ts";

/** What the set-up still lacks, until it is done or somebody waves it away. */
export function SetupChecklist({ projectId, overview }: { projectId: string; overview: Overview }) {
  const { may } = useSession();
  const project = useProject(projectId);
  const changed = useProjectChanged();
  const dismiss = useMutation({
    mutationFn: () => client.projects.saveSetup({ projectId, dismissed: true }),
    onSuccess: changed,
    onError: (error) => toastFailed(plainError(error).message),
  });
  if (!project.data || !may("write")) return null;
  const { isSample, setup } = project.data;
  const entries = checklistOf(project.data, overview);
  const missing = entries.filter(({ isDone }) => !isDone);
  if (isSample || setup.dismissed || missing.length === 0) return null;
  return (
    <Section
      title="Set-up"
      text={`${entries.length - missing.length} of ${entries.length} parts are there. The rest can wait, but makes the answers sound more like you.`}
      actions={
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          loading={dismiss.isPending}
          onClick={() => dismiss.mutate()}
        >
          Don&apos;t show this
        </Button>
      }
    >
      <ul className={classes.facts}>
        {entries.map(({ step, isDone, text }) => (
          <li key={step}>
            {isDone ? (
              <IconCircleCheck size={18} stroke={1.7} aria-label="Done" />
            ) : (
              <IconCircle size={18} stroke={1.7} aria-label="Missing" />
            )}
            <Group gap={8} style={{ flex: 1, minWidth: 0 }}>
              <Text size="sm" fw={550}>
                {stepWords[step].label}
              </Text>
              <Text size="sm" c="dimmed">
                {text}
              </Text>
            </Group>
            {isDone ? null : (
              <Anchor
                component={Link}
                href={stepHref(projectId, step)}
                size="sm"
                py={4}
                aria-label={`Add: ${stepWords[step].label}`}
              >
                Add
              </Anchor>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
