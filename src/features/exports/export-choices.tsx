"use client";

import { Button, Checkbox, Radio, Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import classes from "./exports.module.css";
import { saveFile } from "./save-file.ts";
import { api, client, plainError } from "#/api/client.ts";
import type { ConversationFilter } from "#/core/conversations/schema.ts";
import type { exportPreviewSchema, ExportOptions } from "#/core/exports/schema.ts";
import { ConversationChips } from "#/features/conversations/conversation-chips.tsx";
import { isFiltered } from "#/features/conversations/filter-axes.ts";
import { useTaxonomyLabels } from "#/features/conversations/use-taxonomy-labels.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { formatCounted } from "#/lib/format.ts";
import { ErrorState } from "#/ui/states.tsx";
import { toastDone } from "#/ui/toast.ts";

interface Choices {
  withSeeds?: boolean;
  withPractice?: boolean;
  systemPrompt?: ExportOptions["systemPrompt"];
}

/** What goes into the file, and the button that makes it. */
export function ExportChoices({
  options,
  preview,
  isStale,
  onFilter,
  onChoices,
}: {
  options: ExportOptions;
  preview: z.infer<typeof exportPreviewSchema> | undefined;
  /** The preview is of earlier choices; the one of these is on its way. */
  isStale: boolean;
  onFilter: (filter: ConversationFilter) => void;
  onChoices: (choices: Choices) => void;
}) {
  const { projectId, filter } = options;
  const names = useTaxonomyLabels(projectId);
  const { may } = useSession();
  return (
    <section className={classes.choices} aria-label="What goes into the file">
      <Stack gap="lg">
        <div>
          <Text fw={600} size="sm" mb={4}>
            Approved conversations
          </Text>
          {isFiltered(filter) ? (
            <Stack gap={6}>
              <Text size="sm" c="dimmed">
                Of those that the filter from the table finds:
              </Text>
              <ConversationChips
                projectId={projectId}
                filter={filter}
                names={names}
                onFilter={onFilter}
              />
            </Stack>
          ) : (
            <Text size="sm" c="dimmed">
              All of the project. To export a part, filter the table of conversations and come here
              from there.
            </Text>
          )}
        </div>
        <Stack gap="sm">
          <Checkbox
            checked={options.includeSeeds}
            onChange={(event) => onChoices({ withSeeds: event.currentTarget.checked })}
            label="Add seed conversations"
            description="Written by hand. They are real data, and are counted apart from what was approved."
          />
          <Checkbox
            checked={options.includePractice}
            onChange={(event) => onChoices({ withPractice: event.currentTarget.checked })}
            label="Add practice conversations"
            description="Their text comes from the practice writer, to try the way out. A model shouldn't be trained on it."
          />
        </Stack>
        <Radio.Group
          label="System prompt"
          value={options.systemPrompt}
          onChange={(value) => onChoices({ systemPrompt: value === "drop" ? "drop" : "keep" })}
        >
          <Stack gap="xs" mt={6}>
            <Radio
              value="keep"
              label="Keep it as the first message"
              description="The model learns to behave so when it is given this prompt."
            />
            <Radio
              value="drop"
              label="Leave it out"
              description="The model learns to behave so without being told."
            />
          </Stack>
        </Radio.Group>
        {may("write") ? (
          <CreateFile options={options} preview={preview} isStale={isStale} />
        ) : (
          <Text size="sm" c="dimmed">
            An owner or editor makes new files. You can download the earlier ones below.
          </Text>
        )}
      </Stack>
    </section>
  );
}

function CreateFile({
  options,
  preview,
  isStale,
}: {
  options: ExportOptions;
  preview: z.infer<typeof exportPreviewSchema> | undefined;
  isStale: boolean;
}) {
  const queryClient = useQueryClient();
  const create = useMutation({
    mutationFn: () => client.exports.create(options),
    onSuccess: (made) => {
      saveFile(made.id);
      toastDone(`${made.fileName} is made: ${formatCounted(made.rowCount, "conversation")}.`);
      void queryClient.invalidateQueries({ queryKey: api.exports.list.key() });
      void queryClient.invalidateQueries({ queryKey: api.audit.key() });
      void queryClient.invalidateQueries({ queryKey: api.projects.overview.key() });
    },
  });
  const isBlocked = isStale || !preview || preview.rowCount === 0 || preview.problems.length > 0;
  return (
    <Stack gap="sm">
      <Button
        leftSection={<IconDownload size={16} />}
        disabled={isBlocked}
        loading={create.isPending}
        onClick={() => create.mutate()}
      >
        {preview && preview.rowCount > 0
          ? `Create file of ${formatCounted(preview.rowCount, "conversation")}`
          : "Create file"}
      </Button>
      {preview && preview.problems.length > 0 ? (
        <Text size="sm" c="dimmed">
          A file can be made once the problems are mended, or their conversations rejected.
        </Text>
      ) : null}
      {create.error ? <ErrorState message={plainError(create.error).message} /> : null}
    </Stack>
  );
}
