"use client";

import { Box, Button, Group, Stack, Text } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { NoRows } from "./prompt-preview.tsx";
import { RowPicker } from "./row-picker.tsx";
import { TrialResult } from "./trial-result.tsx";
import { useRow } from "./use-row.ts";
import type { TemplateDraft } from "./use-template-draft.ts";
import { api, client, plainError } from "#/api/client.ts";
import type { TestEstimate } from "#/core/generation/prompt-schema.ts";
import type { TemplateDetail } from "#/core/templates/schema.ts";
import type { WriterName } from "#/core/writers/schema.ts";
import { PracticeMark } from "#/features/conversations/practice-mark.tsx";
import { WriterField } from "#/features/generation/writer-field.tsx";
import { formatDuration, formatMoney } from "#/lib/format.ts";
import { askFirst } from "#/ui/ask-first.tsx";
import { ErrorState } from "#/ui/states.tsx";

/** Writes one conversation with the text as it stands here, and shows it beside the one that stands. */
export function Trial({
  projectId,
  template,
  draft,
}: {
  projectId: string;
  template: TemplateDetail;
  draft: TemplateDraft;
}) {
  const { row, choose, isPending, error } = useRow(projectId, template);
  const [writer, setWriter] = useState<WriterName | null>(null);
  const choices = useQuery(api.writers.listChoices.queryOptions());
  const input = {
    templateId: template.id,
    conversationId: row?.id ?? "",
    body: draft.body,
    ...(writer && { writer }),
  };
  const estimate = useQuery(
    api.templates.estimateTest.queryOptions({ input, enabled: row !== null }),
  );
  const trial = useMutation({
    mutationFn: (writer: TestEstimate["writer"]) =>
      client.templates.test({
        ...input,
        writer: { provider: writer.provider, model: writer.model },
      }),
  });
  if (!isPending && !error && row === null) return <NoRows projectId={projectId} />;

  const start = ({ writer, costMicros }: TestEstimate) => {
    if (writer.isPractice) {
      trial.mutate(writer);
      return;
    }
    askFirst({
      title: "Try this text on one conversation?",
      text: `${writer.label} writes it once: about ${formatMoney(costMicros.expected)}, at most ${formatMoney(costMicros.high)} when the answer is as long as allowed and has to be mended. The conversation itself isn't changed.`,
      confirm: `Try it for about ${formatMoney(costMicros.expected)}`,
      // The page shows how it goes; the dialog doesn't wait for the writer.
      run: async () => trial.mutate(writer),
      sentenceOf: (thrown) => plainError(thrown).message,
    });
  };
  const failure = error ?? estimate.error ?? trial.error;

  return (
    <Stack gap="md">
      <Group align="flex-end" gap="md">
        <RowPicker projectId={projectId} tier={template.tier} row={row} onRow={choose} />
        <Button
          leftSection={<IconFlask size={16} />}
          loading={trial.isPending}
          disabled={!estimate.data || estimate.isError}
          onClick={() => (estimate.data ? start(estimate.data) : undefined)}
        >
          Try it
        </Button>
      </Group>
      <Box maw={520}>
        <WriterField
          projectId={projectId}
          choices={choices.data ?? []}
          value={writer ?? estimate.data?.writer ?? null}
          onChange={setWriter}
        />
      </Box>
      <Text component="div" size="sm" c="dimmed" aria-live="polite">
        {estimate.data ? (
          <EstimateLine estimate={estimate.data} isRunning={trial.isPending} />
        ) : null}
      </Text>
      {failure ? (
        <ErrorState message={plainError(failure).message} onRetry={() => void estimate.refetch()} />
      ) : null}
      {trial.data ? <TrialResult result={trial.data} /> : null}
    </Stack>
  );
}

function EstimateLine({ estimate, isRunning }: { estimate: TestEstimate; isRunning: boolean }) {
  const { writer, costMicros, seconds } = estimate;
  return (
    <>
      {isRunning ? "Being written by " : "Would be written by "}
      {writer.label}
      {writer.isPractice ? (
        <>
          {" "}
          <PracticeMark />
        </>
      ) : null}
      {`: about ${formatMoney(costMicros.expected)} and ${formatDuration(seconds)}. `}
      {writer.isPractice
        ? "The practice writer composes from the plan and reads no template, so a changed text changes nothing in what it writes; a real writer reads every word."
        : "The calls are on the record; the conversation isn't changed."}
    </>
  );
}
