"use client";

import { Button } from "@mantine/core";
import { type Business, BusinessForm } from "./business-form.tsx";
import { StepFooter } from "./setup-frame.tsx";
import { useStep } from "./use-step.ts";
import { client } from "#/api/client.ts";
import type { Project } from "#/core/projects/schema.ts";
import { ErrorState } from "#/ui/states.tsx";
import { useDraft } from "#/ui/use-draft.ts";

/** The first step again, for a project that stands already. */
export function BusinessStep({ project }: { project: Project }) {
  const { id: projectId, name, voice, language, currency } = project;
  const draft = useDraft<Business>(`business-${projectId}`, {
    name: voice.business || name,
    trade: voice.trade,
    language,
    currency,
  });
  const step = useStep(project, "business");
  const save = async () => {
    const { value } = draft;
    await client.projects.update({
      projectId,
      name: value.name,
      language: value.language,
      currency: value.currency,
    });
    await client.projects.saveVoice({
      projectId,
      voice: { ...voice, business: value.name, trade: value.trade },
    });
    draft.forget();
  };
  return (
    <BusinessForm
      value={draft.value}
      errors={step.failure?.fields ?? []}
      onChange={(next) => {
        step.reset();
        draft.change(next);
      }}
      onSubmit={() => step.go(save)}
    >
      {step.failure && step.failure.fields.length === 0 ? (
        <ErrorState message={step.failure.message} />
      ) : null}
      <StepFooter back={null} skip={step.next}>
        <Button type="submit" loading={step.isGoing}>
          Continue
        </Button>
      </StepFooter>
    </BusinessForm>
  );
}
