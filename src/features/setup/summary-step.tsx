"use client";

import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconAlertCircle, IconCircleCheck } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { countsOf } from "./amount.ts";
import { type ChecklistEntry, checklistOf } from "./checklist.ts";
import classes from "./setup.module.css";
import { StepFooter } from "./setup-frame.tsx";
import { stepHref, stepWords } from "./steps.ts";
import { useStep } from "./use-step.ts";
import { api, client, plainError } from "#/api/client.ts";
import type { Project } from "#/core/projects/schema.ts";
import { tiers } from "#/core/taxonomy/schema.ts";
import { openGenerate } from "#/features/generation/generate-dialog.tsx";
import { VoiceNotice } from "#/features/voice/voice-notice.tsx";
import { formatCounted } from "#/lib/format.ts";
import { currencyName, languageName } from "#/lib/languages.ts";
import { BlockSkeleton, ErrorState } from "#/ui/states.tsx";

/** What is there, what lacks, and the plan; then the first conversation. */
export function SummaryStep({ project }: { project: Project }) {
  const projectId = project.id;
  const queryClient = useQueryClient();
  const overview = useQuery(api.projects.overview.queryOptions({ input: { projectId } }));
  const storylines = useQuery(api.projects.storylines.queryOptions({ input: { projectId } }));
  const step = useStep(project, "summary");
  const counts = storylines.data ? countsOf(project.setup, storylines.data) : null;
  const total = counts ? tiers.reduce((sum, tier) => sum + counts[tier], 0) : 0;
  const plan = useMutation({
    mutationFn: () => client.planning.create({ projectId, ...(counts && { counts }) }),
    onSuccess: async () => {
      await client.projects.saveSetup({ projectId, seen: "summary" }).catch(() => undefined);
      for (const queryKey of [api.projects.key(), api.conversations.key()]) {
        await queryClient.invalidateQueries({ queryKey });
      }
    },
  });
  const failed = overview.isError ? overview : storylines.isError ? storylines : null;
  if (failed) {
    return (
      <ErrorState
        message={plainError(failed.error).message}
        onRetry={() => void failed.refetch()}
      />
    );
  }
  if (!overview.data || !counts) return <BlockSkeleton height={320} />;
  const { planned, generated } = overview.data;
  const entries = checklistOf(project, overview.data).filter(
    ({ step: each }) => planned > 0 || each !== "amount",
  );

  return (
    <Stack gap="lg">
      <Text size="sm" c="dimmed">
        Written in {languageName(project.language)}, with money in {currencyName(project.currency)}.
        What writing costs is counted in US dollars.
      </Text>
      <ul className={classes.facts}>
        {entries.map((entry) => (
          <Fact key={entry.step} projectId={projectId} entry={entry} />
        ))}
      </ul>
      {planned > 0 ? <VoiceNotice projectId={projectId} /> : null}
      {plan.isError ? <ErrorState message={plainError(plan.error).message} /> : null}
      <StepFooter back={step.back}>
        {planned === 0 ? (
          <Button
            size="md"
            loading={plan.isPending}
            disabled={total === 0}
            onClick={() => plan.mutate()}
          >
            Plan {formatCounted(total, "conversation")}
          </Button>
        ) : (
          <Group gap="sm">
            <Button component={Link} href={`/projects/${projectId}`} variant="default">
              Go to the overview
            </Button>
            {generated === 0 ? <FirstOne projectId={projectId} /> : null}
          </Group>
        )}
      </StepFooter>
    </Stack>
  );
}

function Fact({ projectId, entry }: { projectId: string; entry: ChecklistEntry }) {
  const Icon = entry.isDone ? IconCircleCheck : IconAlertCircle;
  return (
    <li>
      <Icon
        size={20}
        stroke={1.7}
        aria-label={entry.isDone ? "Done" : "Missing"}
        color={entry.isDone ? "var(--mantine-color-spruce-6)" : "var(--mantine-color-orange-6)"}
      />
      <div style={{ flex: 1, minWidth: 0 }}>
        <Text size="sm" fw={550}>
          {stepWords[entry.step].label}
        </Text>
        <Text size="sm" c="dimmed">
          {entry.text}
        </Text>
      </div>
      <Anchor
        component={Link}
        href={stepHref(projectId, entry.step)}
        size="sm"
        py={4}
        aria-label={`${entry.isDone ? "Change" : "Add"}: ${stepWords[entry.step].label}`}
      >
        {entry.isDone ? "Change" : "Add"}
      </Anchor>
    </li>
  );
}

/** One conversation first: it shows whether the voice is right before ninety are written. */
function FirstOne({ projectId }: { projectId: string }) {
  const router = useRouter();
  const first = useQuery(
    api.conversations.list.queryOptions({
      input: {
        projectId,
        filter: { status: ["not_generated"], origin: ["planned"] },
        pageSize: 1,
      },
    }),
  );
  const id = first.data?.rows[0]?.id;
  return (
    <Button
      size="md"
      disabled={!id}
      onClick={() =>
        id &&
        openGenerate({
          projectId,
          selection: { kind: "ids", ids: [id] },
          onStarted: () => router.push(`/projects/${projectId}/conversations/${id}`),
        })
      }
    >
      Have the first one written
    </Button>
  );
}
