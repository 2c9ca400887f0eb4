"use client";

import { Button, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { actionOf, type NextAction } from "./next-step.ts";
import classes from "./overview.module.css";
import { api } from "#/api/client.ts";
import type { ConversationFilter } from "#/core/conversations/schema.ts";
import type { Overview } from "#/core/overview/schema.ts";
import { conversationHref, conversationsHref } from "#/features/conversations/filter-url.ts";
import { openGenerate } from "#/features/generation/generate-dialog.tsx";
import { useSession } from "#/features/shell/session-context.tsx";

/** The one thing to do next, and the button that begins it. */
export function NextStepPanel({ projectId, overview }: { projectId: string; overview: Overview }) {
  const { may } = useSession();
  const action = actionOf(overview);
  return (
    <section className={classes.next} aria-labelledby="next-step">
      <Stack gap={4} style={{ flex: "1 1 320px", minWidth: 0 }} maw={720}>
        <Text size="xs" c="dimmed" fw={550}>
          Next
        </Text>
        <Title order={2} id="next-step">
          {overview.nextStep.title}
        </Title>
        <Text size="sm" c="dimmed">
          {overview.nextStep.text}
        </Text>
      </Stack>
      {may(action.needs) ? <ActionButton projectId={projectId} action={action} /> : null}
    </section>
  );
}

function ActionButton({
  projectId,
  action: { label, way },
}: {
  projectId: string;
  action: NextAction;
}) {
  if (way.kind === "generate") {
    const { selection } = way;
    return (
      <Button size="md" onClick={() => openGenerate({ projectId, selection })}>
        {label}
      </Button>
    );
  }
  if (way.kind === "review") {
    return <ReviewButton projectId={projectId} label={label} filter={way.filter} />;
  }
  return (
    <Button size="md" component={Link} href={`/projects/${projectId}${way.path}`}>
      {label}
    </Button>
  );
}

/** Straight to the first one; until it is known, to the table of them. */
function ReviewButton({
  projectId,
  label,
  filter,
}: {
  projectId: string;
  label: string;
  filter: ConversationFilter;
}) {
  const first = useQuery(
    api.conversations.list.queryOptions({ input: { projectId, filter, pageSize: 1 } }),
  );
  const firstId = first.data?.rows[0]?.id;
  return (
    <Button
      size="md"
      component={Link}
      href={
        firstId
          ? conversationHref(projectId, firstId, { filter })
          : conversationsHref(projectId, { filter })
      }
    >
      {label}
    </Button>
  );
}
