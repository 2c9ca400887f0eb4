"use client";

import { Button, Stack, Text } from "@mantine/core";
import { StepFooter } from "./setup-frame.tsx";
import { useStep } from "./use-step.ts";
import type { Project } from "#/core/projects/schema.ts";
import { Term } from "#/features/help/term.tsx";
import { useVoice } from "#/features/voice/use-voice.ts";
import { VoiceFields } from "#/features/voice/voice-fields.tsx";
import { VoiceProposals } from "#/features/voice/voice-proposals.tsx";
import { ErrorState } from "#/ui/states.tsx";

/** How the business speaks. */
export function VoiceStep({ project }: { project: Project }) {
  const voice = useVoice(project);
  const step = useStep(project, "voice");
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        step.go(voice.isChanged ? () => voice.save() : undefined);
      }}
    >
      <Stack gap="lg">
        <Text size="sm" c="dimmed">
          Your <Term name="voice">voice</Term> goes into every instruction to the{" "}
          <Term name="writer">writer</Term>. With <Term name="seed">sample conversations</Term>, the
          next step, much of it can be filled in for you.
        </Text>
        <VoiceProposals projectId={project.id} voice={voice.voice} onChange={voice.change} />
        <VoiceFields
          voice={voice.voice}
          errors={voice.errors}
          withBusiness={false}
          onChange={voice.change}
        />
      </Stack>
      {step.failure && step.failure.fields.length === 0 ? (
        <ErrorState message={step.failure.message} />
      ) : null}
      <StepFooter back={step.back} skip={step.next}>
        <Button type="submit" loading={step.isGoing}>
          Continue
        </Button>
      </StepFooter>
    </form>
  );
}
