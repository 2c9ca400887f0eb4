"use client";

import { Button, Group, Stack, Text } from "@mantine/core";
import { useVoice } from "./use-voice.ts";
import { VoiceFields } from "./voice-fields.tsx";
import { VoicePreview } from "./voice-preview.tsx";
import { VoiceProposals } from "./voice-proposals.tsx";
import classes from "./voice.module.css";
import { plainError } from "#/api/client.ts";
import type { Project } from "#/core/projects/schema.ts";
import { useProject } from "#/features/projects/use-project.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { Section } from "#/ui/section.tsx";
import { ErrorState, RowsSkeleton } from "#/ui/states.tsx";
import { toastDone } from "#/ui/toast.ts";

/** How the business speaks, and how that reaches the writer. */
export function VoiceView({ projectId }: { projectId: string }) {
  const { may } = useSession();
  const project = useProject(projectId);
  if (project.isError) {
    return (
      <ErrorState
        message={plainError(project.error).message}
        onRetry={() => void project.refetch()}
      />
    );
  }
  if (project.isPending) return <RowsSkeleton rows={8} height={64} />;
  if (!may("write")) return <VoicePreview projectId={projectId} voice={project.data.voice} />;
  return <VoiceEditor project={project.data} />;
}

function VoiceEditor({ project }: { project: Project }) {
  const voice = useVoice(project);
  return (
    <div className={classes.columns}>
      <Section
        title="Voice"
        text="It goes into every instruction to a writer from the next conversation on. What is written stays as it is."
      >
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            voice.save().then(
              () => toastDone("The voice is saved."),
              // Shown at the fields.
              () => undefined,
            );
          }}
        >
          <Stack gap="lg">
            <VoiceProposals projectId={project.id} voice={voice.voice} onChange={voice.change} />
            <VoiceFields
              voice={voice.voice}
              errors={voice.errors}
              withBusiness
              onChange={voice.change}
            />
            {voice.failure ? <ErrorState message={voice.failure} /> : null}
            <Group gap="sm">
              <Button type="submit" loading={voice.isSaving} disabled={!voice.isChanged}>
                Save voice
              </Button>
              {voice.isChanged ? (
                <>
                  <Button variant="default" onClick={voice.forget}>
                    Discard changes
                  </Button>
                  <Text size="sm" c="dimmed">
                    Not saved yet; kept in this browser.
                  </Text>
                </>
              ) : null}
            </Group>
          </Stack>
        </form>
      </Section>
      <VoicePreview projectId={project.id} voice={voice.voice} />
    </div>
  );
}
