"use client";

import { Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { LanguageAndCurrency } from "./language-and-currency.tsx";
import { useProjectChanged } from "./use-project.ts";
import { client, plainError } from "#/api/client.ts";
import type { Project } from "#/core/projects/schema.ts";
import { Section } from "#/ui/section.tsx";
import { ErrorState } from "#/ui/states.tsx";
import { toastDone } from "#/ui/toast.ts";

/** Name, description, language and currency. */
export function ProjectDetails({ project }: { project: Project }) {
  const changed = useProjectChanged();
  const [form, setForm] = useState({
    name: project.name,
    description: project.description,
    language: project.language,
    currency: project.currency,
  });
  const save = useMutation({
    mutationFn: () => client.projects.update({ projectId: project.id, ...form }),
    onSuccess: async (saved) => {
      await changed(saved);
      toastDone("The project is changed. What is written already stays as it is.");
    },
  });
  const failure = save.error ? plainError(save.error) : null;
  const at = (name: string) => failure?.fields.find(({ field }) => field === name)?.message;
  const same = (Object.keys(form) as (keyof typeof form)[]).every(
    (key) => form[key].trim() === project[key],
  );

  return (
    <Section title="Project">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Stack maw={520}>
          <TextInput
            label="Name"
            value={form.name}
            error={at("name")}
            onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
          />
          <Textarea
            label="Description"
            description="For you and your colleagues; it goes into no conversation."
            autosize
            minRows={2}
            maxRows={8}
            value={form.description}
            error={at("description")}
            onChange={(event) => setForm({ ...form, description: event.currentTarget.value })}
          />
          <LanguageAndCurrency
            language={form.language}
            currency={form.currency}
            onLanguage={(language) => setForm({ ...form, language })}
            onCurrency={(currency) => setForm({ ...form, currency })}
            errors={{ language: at("language"), currency: at("currency") }}
          />
          {failure && failure.fields.length === 0 ? <ErrorState message={failure.message} /> : null}
          <Group>
            <Button type="submit" loading={save.isPending} disabled={same}>
              Save project
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
