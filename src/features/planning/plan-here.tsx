"use client";

import { Button, Group, NumberInput, Select, Stack, Table, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { modals } from "@mantine/modals";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { showAddedToast } from "./added-toast.tsx";
import { countsOfSlice, firstTier } from "./plan-slice.ts";
import { WritingCost } from "./writing-cost.tsx";
import { api, client, plainError } from "#/api/client.ts";
import type { PlanPreview } from "#/core/planning/schema.ts";
import { type Labels, type Tier, tiers } from "#/core/taxonomy/schema.ts";
import { tierLabels, useTaxonomyLabels } from "#/features/conversations/use-taxonomy-labels.ts";
import { openGenerate } from "#/features/generation/generate-dialog.tsx";
import { formatCounted } from "#/lib/format.ts";
import { PlainTable } from "#/ui/plain-table.tsx";
import { ErrorState, RowsSkeleton } from "#/ui/states.tsx";

interface SliceRequest {
  projectId: string;
  /** Dimension -> value that every row gets. */
  labels: Labels;
  /** The values in words. */
  name: string;
  count: number;
}

const modalId = "plan-here";
const close = () => modals.close(modalId);

/** Plans some rows with these labels: first a look at them and what they would cost, then the rows. */
export function openPlanHere(request: SliceRequest): void {
  modals.open({
    modalId,
    title: `Plan here: ${request.name}`,
    size: 640,
    closeButtonProps: { "aria-label": "Close" },
    children: <PlanHere {...request} />,
  });
}

function PlanHere({ projectId, labels, count: firstCount }: SliceRequest) {
  const queryClient = useQueryClient();
  const storylines = useQuery(api.projects.storylines.queryOptions({ input: { projectId } }));
  const [count, setCount] = useState<number | string>(firstCount);
  const [chosen, setChosen] = useState<Tier | null>(null);
  const fixedTier = tiers.find((tier) => tier === labels["tier"]);
  const tier = fixedTier ?? chosen ?? (storylines.data ? firstTier(storylines.data) : "template");
  const [asked] = useDebouncedValue(count, 300);
  const number = Number(asked);
  const isNumber = asked !== "" && Number.isInteger(number) && number > 0;
  const { tier: _tier, ...fixed } = labels;
  const input = { projectId, counts: countsOfSlice(tier, isNumber ? number : 0), fixed };
  const preview = useQuery({
    ...api.planning.preview.queryOptions({ input, placeholderData: keepPreviousData }),
    enabled: isNumber && storylines.isSuccess,
    retry: false,
  });
  const add = useMutation({
    mutationFn: ({ write: _write }: { write: boolean }) => client.planning.create(input),
    onSuccess: ({ added, ids }, { write }) => {
      close();
      for (const key of [api.conversations.key(), api.projects.key()]) {
        void queryClient.invalidateQueries({ queryKey: key });
      }
      showAddedToast(projectId, added);
      if (write) openGenerate({ projectId, selection: { kind: "ids", ids } });
    },
  });
  const failed = [storylines, preview, add].find(({ isError }) => isError);
  const isReady = isNumber && preview.isSuccess && !preview.isPlaceholderData && asked === count;

  return (
    <Stack gap="md">
      <Group gap="md" align="flex-start">
        <NumberInput
          label="How many"
          w={120}
          value={count}
          min={1}
          max={10_000}
          clampBehavior="none"
          allowDecimal={false}
          inputMode="numeric"
          error={isNumber ? null : "Enter a whole number from 1."}
          onChange={(value) => {
            add.reset();
            setCount(value);
          }}
        />
        {fixedTier ? null : (
          <Select
            label="Of which tier"
            w={200}
            allowDeselect={false}
            data={tiers.map((each) => ({ value: each, label: tierLabels[each] }))}
            value={tier}
            onChange={(value) => setChosen(tiers.find((each) => each === value) ?? null)}
          />
        )}
      </Group>
      {failed ? <ErrorState message={plainError(failed.error).message} /> : null}
      {isNumber && preview.isPending && !failed ? <RowsSkeleton rows={3} height={40} /> : null}
      {preview.data && isNumber && !preview.isError ? (
        <SlicePreview projectId={projectId} preview={preview.data} count={number} />
      ) : null}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button
          variant="default"
          disabled={!isReady}
          loading={add.isPending && add.variables.write}
          onClick={() => add.mutate({ write: true })}
        >
          Add and write
        </Button>
        <Button
          disabled={!isReady}
          loading={add.isPending && !add.variables.write}
          onClick={() => add.mutate({ write: false })}
        >
          Add {formatCounted(isNumber ? number : 0, "conversation")}
        </Button>
      </Group>
    </Stack>
  );
}

/** The rows as they would be, what is odd about them, and what writing them would cost. */
function SlicePreview({
  projectId,
  preview,
  count,
}: {
  projectId: string;
  preview: PlanPreview;
  count: number;
}) {
  const { labelOf } = useTaxonomyLabels(projectId);
  return (
    <section aria-label="Preview">
      <Stack gap="sm">
        <PlainTable label="Rows that would be added" minWidth={460}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Title</Table.Th>
              <Table.Th>Persona</Table.Th>
              <Table.Th>Emotion</Table.Th>
              <Table.Th ta="right">Messages</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {preview.examples.map((row) => (
              <Table.Tr key={row.reference}>
                <Table.Td>{row.title}</Table.Td>
                <Table.Td>{labelOf("persona", row.labels["persona"])}</Table.Td>
                <Table.Td>{labelOf("emotion", row.labels["emotion"])}</Table.Td>
                <Table.Td ta="right">{row.plan.messageCount}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </PlainTable>
        {preview.warnings.map((warning) => (
          <Text key={warning} size="sm" c="dimmed">
            {warning}
          </Text>
        ))}
        <WritingCost projectId={projectId} count={count} />
      </Stack>
    </section>
  );
}
