"use client";

import { Select, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { pricesInWords } from "./price-words.ts";
import { useRefreshWriters } from "./use-connection-actions.ts";
import classes from "./writers.module.css";
import { api, client, plainError } from "#/api/client.ts";
import type { TaskChoice, WriterChoice, WriterName, WriterTask } from "#/core/writers/schema.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { Section } from "#/ui/section.tsx";
import { BlockSkeleton, ErrorState } from "#/ui/states.tsx";
import { toastDone } from "#/ui/toast.ts";

const tasks: Record<WriterTask, { label: string; text: string }> = {
  write: { label: "Writing", text: "conversations" },
  suggest: { label: "Suggesting", text: "personas, topics and the like" },
  judge: { label: "Judging", text: "what was written; the checks ask no model yet" },
};

/** Which model does what, for this project and for every other one. */
export function TaskChoices({ projectId }: { projectId: string }) {
  const choices = useQuery(api.writers.listChoices.queryOptions());
  const chosen = useQuery(api.writers.listTaskChoices.queryOptions({ input: { projectId } }));
  const error = choices.error ?? chosen.error;
  return (
    <Section
      title="Which model does what"
      text="This project's choice counts before the workspace's. Whoever starts a run can still name another."
    >
      {error ? (
        <ErrorState
          message={plainError(error).message}
          onRetry={() => {
            void choices.refetch();
            void chosen.refetch();
          }}
        />
      ) : null}
      {!error && (!choices.data || !chosen.data) ? <BlockSkeleton height={170} /> : null}
      {choices.data && chosen.data ? (
        <div className={classes.tasks}>
          <span aria-hidden />
          <Text size="xs" fw={550} c="dimmed" aria-hidden>
            In this project
          </Text>
          <Text size="xs" fw={550} c="dimmed" aria-hidden>
            In the workspace
          </Text>
          {chosen.data.map((row) => (
            <TaskRow key={row.task} row={row} choices={choices.data} projectId={projectId} />
          ))}
        </div>
      ) : null}
    </Section>
  );
}

function TaskRow({
  row,
  choices,
  projectId,
}: {
  row: TaskChoice;
  choices: WriterChoice[];
  projectId: string;
}) {
  const { label, text } = tasks[row.task];
  const fallback = row.task === "write" ? "Practice writer" : "Whoever writes";
  return (
    <>
      <div className={classes.task}>
        <Text size="sm" fw={550}>
          {label}
        </Text>
        <Text size="xs" c="dimmed">
          {text}
        </Text>
      </div>
      <WriterSelect
        label={`${label} in this project`}
        place="In this project"
        placeholder="As the workspace"
        value={row.project}
        choices={choices}
        save={(writer) => client.writers.setTaskWriter({ projectId, task: row.task, writer })}
      />
      <WriterSelect
        label={`${label} in the workspace`}
        place="In the workspace"
        placeholder={fallback}
        value={row.workspace}
        choices={choices}
        save={(writer) => client.writers.setTaskWriter({ projectId: null, task: row.task, writer })}
      />
    </>
  );
}

const separator = "\n";
const keyOf = ({ provider, model }: WriterName) => `${provider}${separator}${model}`;

function WriterSelect({
  label,
  place,
  placeholder,
  value,
  choices,
  save,
}: {
  label: string;
  /** Said above the field where the columns have no heads. */
  place: string;
  placeholder: string;
  value: WriterName | null;
  choices: WriterChoice[];
  save: (writer: WriterName | null) => Promise<unknown>;
}) {
  const { may } = useSession();
  const refresh = useRefreshWriters();
  const change = useMutation({
    mutationFn: save,
    onSuccess: async () => {
      await refresh();
      toastDone("The choice is saved.");
    },
  });
  const current = value && choices.find((each) => keyOf(each) === keyOf(value));
  return (
    <Stack gap={4}>
      <Text size="xs" c="dimmed" hiddenFrom="sm" aria-hidden>
        {place}
      </Text>
      <Select
        aria-label={label}
        placeholder={placeholder}
        clearable
        readOnly={!may("write")}
        clearButtonProps={{ "aria-label": `Withdraw the choice: ${label}` }}
        data={choices.map((each) => ({ value: keyOf(each), label: each.label }))}
        value={value ? keyOf(value) : null}
        error={change.error ? plainError(change.error).message : undefined}
        onChange={(key) => {
          const next = choices.find((each) => keyOf(each) === key);
          change.mutate(next ? { provider: next.provider, model: next.model } : null);
        }}
        renderOption={({ option }) => {
          const choice = choices.find((each) => keyOf(each) === option.value);
          return (
            <Stack gap={0}>
              <Text size="sm">{option.label}</Text>
              <Text size="xs" c="dimmed">
                {choice ? (choice.whyNot ?? pricesInWords(choice.prices)) : null}
              </Text>
            </Stack>
          );
        }}
      />
      {current?.whyNot ? (
        <Text size="xs" c="dimmed">
          {current.whyNot}
        </Text>
      ) : null}
    </Stack>
  );
}
