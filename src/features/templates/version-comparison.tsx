"use client";

import { Group, Select, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { DRAFT } from "./comparison-url.ts";
import { DiffTable } from "./diff-table.tsx";
import type { TemplateDraft } from "./use-template-draft.ts";
import { api, plainError } from "#/api/client.ts";
import type { TemplateDetail } from "#/core/templates/schema.ts";
import { compareTexts } from "#/lib/text-diff.ts";
import { Section } from "#/ui/section.tsx";
import { BlockSkeleton, ErrorState } from "#/ui/states.tsx";

/** Any two versions, or a version and the text that isn't saved. */
export function VersionComparison({
  template,
  draft,
  from,
  to,
  onChoice,
}: {
  template: TemplateDetail;
  draft: TemplateDraft;
  from: string;
  to: string;
  onChoice: (choice: { from?: string; to?: string }) => void;
}) {
  const before = useBody(template, draft, from);
  const after = useBody(template, draft, to);
  const lines = useMemo(
    () =>
      before.body !== undefined && after.body !== undefined
        ? compareTexts(before.body, after.body)
        : null,
    [before.body, after.body],
  );
  const options = [
    ...(draft.isChanged ? [{ value: DRAFT, label: "Your unsaved text" }] : []),
    ...template.versions.map(({ number }) => ({
      value: String(number),
      label: `Version ${number}`,
    })),
  ];
  const failure = before.error ?? after.error;
  const changed = lines?.filter(({ isChanged }) => isChanged).length ?? 0;
  return (
    <Section title="Compare">
      <Stack gap="md">
        <Group gap="sm" align="flex-end">
          <Select
            label="Before"
            data={options}
            value={from}
            allowDeselect={false}
            onChange={(value) => (value ? onChoice({ from: value }) : undefined)}
            w={180}
          />
          <Select
            label="After"
            data={options}
            value={to}
            allowDeselect={false}
            onChange={(value) => (value ? onChoice({ to: value }) : undefined)}
            w={180}
          />
          {lines ? (
            <Text size="sm" c="dimmed" pb={6} className="tabular" aria-live="polite">
              {changed === 0
                ? "The two are the same."
                : changed === 1
                  ? "1 line differs."
                  : `${changed} lines differ.`}
            </Text>
          ) : null}
        </Group>
        {failure ? <ErrorState message={plainError(failure).message} /> : null}
        {!failure && lines === null ? <BlockSkeleton height={220} /> : null}
        {lines && changed > 0 ? <DiffTable lines={lines} /> : null}
      </Stack>
    </Section>
  );
}

/** The text under a choice of the comparison; undefined while it is being read. */
function useBody(
  template: TemplateDetail,
  draft: TemplateDraft,
  choice: string,
): { body: string | undefined; error: unknown } {
  const newest = template.versions[0]?.number;
  const isHere = choice === DRAFT || Number(choice) === newest;
  const version = useQuery(
    api.templates.getVersion.queryOptions({
      input: { templateId: template.id, number: Number(choice) || 0 },
      enabled: !isHere,
      staleTime: Infinity,
    }),
  );
  if (choice === DRAFT) return { body: draft.body, error: null };
  if (isHere) return { body: template.body, error: null };
  return { body: version.data?.body, error: version.error };
}
