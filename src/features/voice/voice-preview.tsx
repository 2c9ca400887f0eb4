"use client";

import { Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import classes from "./voice.module.css";
import { api, plainError } from "#/api/client.ts";
import type { Voice } from "#/core/projects/schema.ts";
import { ScrollBox } from "#/ui/scroll-box.tsx";
import { Section } from "#/ui/section.tsx";
import { BlockSkeleton, ErrorState } from "#/ui/states.tsx";

/** The very lines that a writer gets, as the voice is being typed. */
export function VoicePreview({ projectId, voice }: { projectId: string; voice: Voice }) {
  const [settled] = useDebouncedValue(voice, 400);
  const preview = useQuery(
    api.projects.previewVoice.queryOptions({
      input: { projectId, voice: settled },
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <div className={classes.preview}>
      <Section
        title="How this reaches the writer"
        text="Word for word, before every conversation. It changes while you type."
      >
        {preview.isError ? (
          <ErrorState
            message={plainError(preview.error).message}
            onRetry={() => void preview.refetch()}
          />
        ) : null}
        {preview.isPending ? <BlockSkeleton height={240} /> : null}
        {preview.data ? (
          <Stack gap="xs">
            <ScrollBox label="Lines for the writer" maxHeight={560}>
              <div className={classes.lines}>
                {[preview.data.systemPrompt, ...preview.data.promptParts].join("\n\n")}
              </div>
            </ScrollBox>
            {preview.data.isEmpty ? (
              <Text size="sm">
                There is nothing in it yet that says how you sound, so the answers would sound like
                nobody in particular.
              </Text>
            ) : null}
          </Stack>
        ) : null}
      </Section>
    </div>
  );
}
