"use client";

import { Button, Fieldset, Group, NumberInput, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { errorAt, formOf, type MeasuresForm, readMeasures } from "./measures-form.ts";
import { useProjectChanged } from "./use-project.ts";
import { client, plainError } from "#/api/client.ts";
import type { Project } from "#/core/projects/schema.ts";
import { tiers } from "#/core/taxonomy/schema.ts";
import { tierLabels } from "#/features/conversations/use-taxonomy-labels.ts";
import { Term } from "#/features/help/term.tsx";
import { Section } from "#/ui/section.tsx";
import { ErrorState } from "#/ui/states.tsx";
import { toastDone } from "#/ui/toast.ts";

type Band = MeasuresForm["userWords"];

/** How long messages and conversations should be: plans, prompts and checks go by it. */
export function Measures({ project }: { project: Project }) {
  const changed = useProjectChanged();
  const [form, setForm] = useState<MeasuresForm>(() => formOf(project.settings));
  const [typed, setTyped] = useState<Record<string, string>>({});
  const save = useMutation({
    mutationFn: (settings: Project["settings"]) =>
      client.projects.saveSettings({ projectId: project.id, settings }),
    onSuccess: async (saved) => {
      await changed(saved);
      toastDone("The measures are changed. They hold for what is planned and written from now on.");
    },
  });
  const failure = save.error ? plainError(save.error) : null;
  const at = (name: string) => typed[name] ?? errorAt(failure?.fields ?? [], name);
  const change = (next: Partial<MeasuresForm>) => {
    setForm({ ...form, ...next });
    setTyped({});
    save.reset();
  };
  const send = () => {
    const read = readMeasures(form);
    if ("errors" in read) setTyped(read.errors);
    else save.mutate({ ...project.settings, ...read.measures });
  };

  return (
    <Section
      title="Measures"
      text="What a good conversation looks like. A text outside of them is marked for a closer look, never thrown away."
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Stack maw={520}>
          <BandFields
            label="Words in a customer's message"
            value={form.userWords}
            error={at("settings.userWords")}
            onChange={(userWords) => change({ userWords })}
          />
          <BandFields
            label="Words in an answer"
            value={form.assistantWords}
            error={at("settings.assistantWords")}
            onChange={(assistantWords) => change({ assistantWords })}
          />
          <NumberInput
            label="Messages that must keep these lengths"
            description="As a share of all messages of a conversation."
            suffix=" %"
            maw={160}
            min={0}
            max={100}
            clampBehavior="none"
            value={form.lengthCompliance}
            error={at("settings.lengthCompliance")}
            onChange={(lengthCompliance) => change({ lengthCompliance })}
          />
          <Text size="sm" c="dimmed">
            How many <Term name="message">messages</Term> a conversation has, for each{" "}
            <Term name="tier">tier</Term>:
          </Text>
          {tiers.map((tier) => (
            <BandFields
              key={tier}
              label={`Messages, ${tierLabels[tier].toLowerCase()}`}
              value={form.messageCount[tier]}
              error={at(`settings.messageCount.${tier}`)}
              onChange={(band) => change({ messageCount: { ...form.messageCount, [tier]: band } })}
            />
          ))}
          {failure && failure.fields.length === 0 ? <ErrorState message={failure.message} /> : null}
          <Group>
            <Button type="submit" loading={save.isPending}>
              Save measures
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

function BandFields({
  label,
  value: [low, high],
  error,
  onChange,
}: {
  label: string;
  value: Band;
  error: string | undefined;
  onChange: (band: Band) => void;
}) {
  return (
    <Fieldset variant="unstyled" aria-label={label}>
      <Text size="sm" fw={500} mb={4} aria-hidden>
        {label}
      </Text>
      <Group gap="xs">
        <NumberInput
          aria-label={`${label}: at least`}
          w={110}
          value={low}
          min={1}
          clampBehavior="none"
          allowDecimal={false}
          error={error !== undefined}
          onChange={(next) => onChange([next, high])}
        />
        <Text size="sm" c="dimmed">
          to
        </Text>
        <NumberInput
          aria-label={`${label}: at most`}
          w={110}
          value={high}
          min={1}
          clampBehavior="none"
          allowDecimal={false}
          error={error !== undefined}
          onChange={(next) => onChange([low, next])}
        />
      </Group>
      {error ? (
        <Text size="xs" c="var(--mantine-color-error)" mt={4} role="alert">
          {error}
        </Text>
      ) : null}
    </Fieldset>
  );
}
