"use client";

import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type MouseEvent, useState } from "react";
import { ExamplesButton } from "./examples-button.tsx";
import { actionOf, type NextAction } from "./next-step.ts";
import { PilotButtons } from "./pilot-buttons.tsx";
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
  if (way.kind === "pilot") return <PilotButtons projectId={projectId} label={label} />;
  if (way.kind === "generate") {
    const { selection } = way;
    return (
      <Group gap="sm">
        <ExamplesButton projectId={projectId} />
        <Button size="md" onClick={() => openGenerate({ projectId, selection })}>
          {label}
        </Button>
      </Group>
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

/** Straight to the first one; whoever is quicker than the answer waits for it. */
function ReviewButton({
  projectId,
  label,
  filter,
}: {
  projectId: string;
  label: string;
  filter: ConversationFilter;
}) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const [waiting, setWaiting] = useState(false);
  const options = api.conversations.list.queryOptions({
    input: { projectId, filter, pageSize: 1 },
  });
  const first = useQuery(options);
  const hrefOf = (firstId: string | undefined) =>
    firstId
      ? conversationHref(projectId, firstId, { filter })
      : conversationsHref(projectId, { filter });

  const follow = async () => {
    setWaiting(true);
    const page = await queryClient.fetchQuery(options).catch(() => undefined);
    router.push(hrefOf(page?.rows[0]?.id));
  };

  return (
    <Button
      size="md"
      component={Link}
      href={hrefOf(first.data?.rows[0]?.id)}
      loading={waiting}
      onClick={(event: MouseEvent) => {
        if (first.data || event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        void follow();
      }}
    >
      {label}
    </Button>
  );
}
