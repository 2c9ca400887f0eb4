"use client";

import { Button, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { actionOf, undecided } from "./next-step.ts";
import classes from "./overview.module.css";
import { api } from "#/api/client.ts";
import type { Overview } from "#/core/overview/schema.ts";
import { conversationHref, conversationsHref } from "#/features/conversations/filter-url.ts";
import { openGenerate } from "#/features/generation/generate-dialog.tsx";
import { useSession } from "#/features/shell/session-context.tsx";

/** The one thing to do next, and the button that begins it. */
export function NextStepPanel({
  projectId,
  nextStep,
}: {
  projectId: string;
  nextStep: Overview["nextStep"];
}) {
  const { may } = useSession();
  const action = actionOf(nextStep);
  return (
    <section className={classes.next} aria-labelledby="next-step">
      <Stack gap={4} style={{ flex: "1 1 320px", minWidth: 0 }} maw={720}>
        <Text size="xs" c="dimmed" fw={550}>
          Next
        </Text>
        <Title order={2} id="next-step">
          {nextStep.title}
        </Title>
        <Text size="sm" c="dimmed">
          {nextStep.text}
        </Text>
      </Stack>
      {may(action.needs) ? <Way projectId={projectId} action={action} /> : null}
    </section>
  );
}

function Way({ projectId, action }: { projectId: string; action: ReturnType<typeof actionOf> }) {
  const { way, label } = action;
  const first = useQuery(
    api.conversations.list.queryOptions({
      input: { projectId, filter: undecided, pageSize: 1 },
      enabled: way.kind === "review",
    }),
  );
  if (way.kind === "generate") {
    return (
      <Button size="md" onClick={() => openGenerate({ projectId, selection: way.selection })}>
        {label}
      </Button>
    );
  }
  const firstId = first.data?.rows[0]?.id;
  const reviewHref = firstId
    ? conversationHref(projectId, firstId, { filter: undecided })
    : conversationsHref(projectId, { filter: undecided });
  return (
    <Button
      size="md"
      component={Link}
      href={way.kind === "review" ? reviewHref : `/projects/${projectId}${way.path}`}
    >
      {label}
    </Button>
  );
}
