"use client";

import { Button, Group, Stack, Text } from "@mantine/core";
import { IconListSearch } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { RowPicker } from "./row-picker.tsx";
import classes from "./templates.module.css";
import { useRow } from "./use-row.ts";
import type { TemplateDraft } from "./use-template-draft.ts";
import { api, plainError } from "#/api/client.ts";
import type { PromptPreview as Preview } from "#/core/generation/prompt-schema.ts";
import type { TemplateDetail } from "#/core/templates/schema.ts";
import { formatCount } from "#/lib/format.ts";
import { ScrollBox } from "#/ui/scroll-box.tsx";
import { BlockSkeleton, EmptyState, ErrorState } from "#/ui/states.tsx";

/** The prompt of one conversation exactly as it would be sent with the text as it stands here. */
export function PromptPreview({
  projectId,
  template,
  draft,
}: {
  projectId: string;
  template: TemplateDetail;
  draft: TemplateDraft;
}) {
  const { row, choose, isPending, error } = useRow(projectId, template);
  const preview = useQuery({
    ...api.templates.preview.queryOptions({
      input: { conversationId: row?.id ?? "", body: draft.body },
    }),
    enabled: row !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  if (!isPending && !error && row === null) return <NoRows projectId={projectId} />;
  const failure = error ?? preview.error;
  return (
    <Stack gap="md">
      <Group align="flex-end" gap="md">
        <RowPicker projectId={projectId} tier={template.tier} row={row} onRow={choose} />
        {preview.data ? (
          <Text size="sm" c="dimmed" className="tabular" pb={6}>
            About {formatCount(preview.data.tokens)} tokens ·{" "}
            {draft.isChanged ? "with your unsaved text" : `version ${draft.base}`}
          </Text>
        ) : null}
      </Group>
      {failure ? (
        <ErrorState message={plainError(failure).message} onRetry={() => void preview.refetch()} />
      ) : preview.data ? (
        <FilledPrompt preview={preview.data} />
      ) : (
        <BlockSkeleton height={420} />
      )}
    </Stack>
  );
}

/** Nothing to fill a template from. */
export function NoRows({ projectId }: { projectId: string }) {
  return (
    <EmptyState
      icon={<IconListSearch size={26} stroke={1.6} />}
      title="No conversation of this kind is planned"
      text="A template is filled from a planned conversation: its client, its feeling, its documents. Plan one, then look at the prompt here."
    >
      <Button component={Link} href={`/projects/${projectId}/plan`}>
        Go to the plan
      </Button>
    </EmptyState>
  );
}

function FilledPrompt({ preview }: { preview: Preview }) {
  const { systemPrompt, userMessage, ranges } = preview;
  return (
    <Stack gap="lg">
      <section aria-labelledby="prompt-system">
        <Text id="prompt-system" size="sm" fw={600} mb={6}>
          System prompt: the same for every conversation
        </Text>
        <ScrollBox label="System prompt" maxHeight={220}>
          <div className={classes.prompt}>{systemPrompt}</div>
        </ScrollBox>
      </section>
      <section aria-labelledby="prompt-user">
        <Text id="prompt-user" size="sm" fw={600}>
          Message
        </Text>
        <Text size="xs" c="dimmed" mb={6}>
          What the placeholders became is tinted; point at it for its name.
        </Text>
        <div className={classes.prompt}>
          {segmentsOf(userMessage, ranges).map(({ text, name, start }) =>
            name === null ? (
              text
            ) : (
              <mark key={start} title={`{{${name}}}`}>
                {text}
              </mark>
            ),
          )}
        </div>
      </section>
    </Stack>
  );
}

/** The text cut at the borders of its values. */
function segmentsOf(text: string, ranges: Preview["ranges"]) {
  const segments: { text: string; name: string | null; start: number }[] = [];
  let at = 0;
  for (const { name, start, end } of ranges) {
    segments.push({ text: text.slice(at, start), name: null, start: at });
    if (end > start) segments.push({ text: text.slice(start, end), name, start });
    at = end;
  }
  segments.push({ text: text.slice(at), name: null, start: at });
  return segments;
}
