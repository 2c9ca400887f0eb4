"use client";

import { Anchor, Badge, Button, Group, Radio, Stack, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import classes from "./setup.module.css";
import { StepFooter } from "./setup-frame.tsx";
import { useStep } from "./use-step.ts";
import { api, client, plainError } from "#/api/client.ts";
import type { Project } from "#/core/projects/schema.ts";
import type { WriterChoice } from "#/core/writers/schema.ts";
import { Term } from "#/features/help/term.tsx";
import { settingsSections } from "#/features/settings/settings-sections.ts";
import { ErrorState, RowsSkeleton } from "#/ui/states.tsx";

const nameOf = ({ provider, model }: { provider: string; model: string }) => `${provider} ${model}`;
const writersPage = settingsSections.find(({ path }) => path === "/writers");

/** Which writer this project uses: the practice writer, or a model that is connected. */
export function WriterStep({ project }: { project: Project }) {
  const queryClient = useQueryClient();
  const step = useStep(project, "writer");
  const input = { projectId: project.id };
  const choices = useQuery(api.writers.listChoices.queryOptions());
  const tasks = useQuery(api.writers.listTaskChoices.queryOptions({ input }));
  const [chosen, setChosen] = useState<string | null>(null);
  const failed = choices.isError ? choices : tasks.isError ? tasks : null;
  if (failed) {
    return (
      <ErrorState
        message={plainError(failed.error).message}
        onRetry={() => {
          void choices.refetch();
          void tasks.refetch();
        }}
      />
    );
  }
  if (!choices.data || !tasks.data) return <RowsSkeleton rows={2} height={76} />;
  const task = tasks.data.find((each) => each.task === "write");
  const present = task?.project ?? task?.workspace;
  const practice = choices.data.find(({ isPractice }) => isPractice);
  const current = present ? nameOf(present) : practice ? nameOf(practice) : "";
  const value = chosen ?? current;
  const save = async () => {
    const writer = choices.data.find((each) => nameOf(each) === value);
    if (!writer) return;
    const { provider, model } = writer;
    await client.writers.setTaskWriter({
      projectId: project.id,
      task: "write",
      writer: { provider, model },
    });
    void queryClient.invalidateQueries({ queryKey: api.writers.key() });
  };

  return (
    <Stack gap="lg">
      <Text size="sm" c="dimmed">
        The <Term name="practice">practice writer</Term> costs nothing and sends nothing anywhere. A
        vendor&apos;s model writes far better and is paid by use, in US dollars; you see the cost
        before anything begins.
      </Text>
      <Radio.Group value={value} onChange={setChosen} aria-label="Writer of this project">
        <Stack gap="xs">
          {choices.data.map((choice) => (
            <Choice key={nameOf(choice)} choice={choice} isChosen={nameOf(choice) === value} />
          ))}
        </Stack>
      </Radio.Group>
      {writersPage ? (
        <Anchor
          component={Link}
          size="sm"
          href={`/projects/${project.id}/settings${writersPage.path}`}
        >
          Connect a writer
        </Anchor>
      ) : null}
      {step.failure ? <ErrorState message={step.failure.message} /> : null}
      <StepFooter back={step.back} skip={step.next}>
        <Button
          loading={step.isGoing}
          onClick={() => step.go(value === current ? undefined : save)}
        >
          Continue
        </Button>
      </StepFooter>
    </Stack>
  );
}

function Choice({ choice, isChosen }: { choice: WriterChoice; isChosen: boolean }) {
  return (
    <div className={classes.choice} data-chosen={isChosen || undefined}>
      <Group justify="space-between" wrap="nowrap">
        <Radio
          value={nameOf(choice)}
          disabled={!choice.isReady}
          label={choice.label}
          description={
            choice.whyNot ??
            (choice.isPractice
              ? "Made-up but plausible texts, in English, to try everything with. They are marked and stay out of exports."
              : "Paid by use")
          }
        />
        {choice.isPractice ? (
          <Badge variant="light" flex="none">
            Free
          </Badge>
        ) : null}
      </Group>
    </div>
  );
}
