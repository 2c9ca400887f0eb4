"use client";

import { Button, Group, Modal, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { comparable, newestTwo } from "./compare-form.ts";
import { CompareSides } from "./compare-sides.tsx";
import { useCompare } from "./use-compare.ts";
import { plainError } from "#/api/client.ts";
import type { Template } from "#/core/templates/schema.ts";
import { EstimateFigures } from "#/features/generation/estimate-figures.tsx";
import { WriterField } from "#/features/generation/writer-field.tsx";
import { formatCounted, formatMoney } from "#/lib/format.ts";
import { ErrorState } from "#/ui/states.tsx";
import { toastDone } from "#/ui/toast.ts";

/** Starts a run whose conversations are dealt to two or more versions, or writers. */
export function CompareDialog({
  projectId,
  templates,
  opened,
  onClose,
}: {
  projectId: string;
  templates: Template[];
  opened: boolean;
  onClose: () => void;
}) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Compare"
      size={560}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <CompareFields projectId={projectId} templates={templates} onClose={onClose} />
    </Modal>
  );
}

function CompareFields({
  projectId,
  templates,
  onClose,
}: {
  projectId: string;
  templates: Template[];
  onClose: () => void;
}) {
  const router = useRouter();
  const dialog = useCompare({
    projectId,
    templates,
    onStarted: (batch) => {
      onClose();
      toastDone(`Writing ${formatCounted(batch.total, "conversation")} to compare.`);
      router.push(`/projects/${projectId}/runs/${batch.id}`);
    },
  });
  const { form, set, errors, choices, estimate, shown, start } = dialog;
  const failure =
    estimate.isError && form.sides.every((side) => side !== null) ? estimate.error : null;
  const [firstTemplate] = comparable(templates);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (shown && dialog.mayStart) start.mutate(shown.count);
      }}
    >
      <Stack gap="md">
        <Text size="sm">
          Conversations that aren&apos;t written yet are dealt to the sides by chance. Review them
          afterwards as always; the run shows which side did better, and whether that can be chance.
        </Text>
        <SegmentedControl
          aria-label="What to compare"
          data={[
            { value: "template", label: "Versions of a template" },
            { value: "writer", label: "Writers" },
          ]}
          value={form.over}
          onChange={(over) =>
            over === "template"
              ? set({
                  over,
                  templateId: firstTemplate?.id ?? null,
                  sides: firstTemplate ? newestTwo(firstTemplate) : [null, null],
                })
              : set({ over: "writer", sides: [null, null], writer: null })
          }
        />
        <CompareSides
          projectId={projectId}
          templates={comparable(templates)}
          choices={choices.data ?? []}
          form={form}
          set={set}
          error={errors.sides}
        />
        {form.over === "template" && firstTemplate ? (
          <WriterField
            projectId={projectId}
            choices={choices.data ?? []}
            value={form.writer ?? shown?.writer ?? null}
            onChange={(writer) => set({ writer })}
          />
        ) : null}
        <Group grow align="flex-start">
          <TextInput
            label="Conversations"
            description="In all; 20 or more a side tell more."
            inputMode="numeric"
            autoComplete="off"
            value={form.rows}
            error={errors.rows}
            onChange={(event) => set({ rows: event.currentTarget.value })}
          />
          <TextInput
            label="Stop at"
            description="In dollars, for all sides together; if you like."
            leftSection="$"
            inputMode="decimal"
            autoComplete="off"
            value={form.stopAt}
            error={errors.stopAt}
            onChange={(event) => set({ stopAt: event.currentTarget.value })}
          />
        </Group>
        {failure ? (
          <ErrorState
            message={plainError(failure).message}
            onRetry={() => void estimate.refetch()}
          />
        ) : null}
        {shown && !failure ? (
          <>
            {shown.count < form.sides.length ? (
              <Text size="sm">
                {shown.count === 0
                  ? "No conversation that one of these sides could write is left. Plan more, then compare."
                  : "Only one conversation is left for them. Plan more, then compare."}
              </Text>
            ) : (
              <>
                <ArmLine arms={shown.arms ?? []} isPractice={shown.writer.isPractice} />
                <EstimateFigures estimate={shown} isStale={estimate.isPlaceholderData} />
              </>
            )}
            {shown.writer.isPractice && form.over === "template" ? (
              <Text size="sm" c="dimmed">
                The practice writer reads no template, so this only shows the way: whatever differs
                is chance.
              </Text>
            ) : null}
          </>
        ) : null}
        {start.isError ? <ErrorState message={plainError(start.error).message} /> : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={start.isPending} disabled={!dialog.mayStart}>
            {shown && shown.count > 0
              ? `Write ${formatCounted(shown.count, "conversation")}`
              : "Write"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** "Version 2: 10, about $0.40 · Version 3: 10, about $0.40". */
function ArmLine({
  arms,
  isPractice,
}: {
  arms: { label: string; count: number; costMicros: number }[];
  isPractice: boolean;
}) {
  return (
    <Text size="sm" className="tabular">
      {arms
        .map(({ label, count, costMicros }) => {
          const price = isPractice ? "" : `, about ${formatMoney(costMicros)}`;
          return `${label}: ${formatCounted(count, "conversation")}${price}`;
        })
        .join(" · ")}
    </Text>
  );
}
