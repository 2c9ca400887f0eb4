"use client";

import { Button, Group, Modal, Select, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSaving } from "./use-saving.ts";
import { useTaxonomyActions } from "./use-taxonomy-actions.ts";
import { api, client, plainError } from "#/api/client.ts";
import type { EditableDimension, EditableValue } from "#/core/taxonomy/edit-schema.ts";
import { formatCounted } from "#/lib/format.ts";
import { ErrorState } from "#/ui/states.tsx";
import { toastDone } from "#/ui/toast.ts";

/** Chooses where a value goes, says before what moves, and moves it. */
export function MergeDialog({
  projectId,
  dimension,
  value,
  onClose,
}: {
  projectId: string;
  dimension: EditableDimension;
  value: EditableValue;
  onClose: () => void;
}) {
  const { refresh } = useTaxonomyActions(projectId);
  const [into, setInto] = useState<string | null>(null);
  const saving = useSaving(() => false);
  const place = { projectId, dimension: dimension.key, key: value.key };
  const preview = useQuery({
    ...api.taxonomy.previewMerge.queryOptions({ input: { ...place, into: into ?? "" } }),
    enabled: into !== null,
    staleTime: 0,
  });
  const targets = dimension.values.filter((each) => each.key !== value.key && !each.retired);
  const target = targets.find((each) => each.key === into);

  const merge = async () => {
    if (!into || !preview.data) return;
    const moved = await client.taxonomy
      .mergeValues({ ...place, into, expectedCount: preview.data.conversations })
      .finally(() => void refresh());
    toastDone(
      `${value.label} is part of ${target?.label ?? into} now. ${formatCounted(moved.conversations, "conversation")} moved.`,
    );
    onClose();
  };

  return (
    <Modal
      opened
      onClose={onClose}
      title={`Merge ${value.label}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void saving.save(merge);
        }}
      >
        <Stack>
          <Select
            label="Into which value?"
            data={targets.map((each) => ({ value: each.key, label: each.label }))}
            value={into}
            onChange={setInto}
            searchable
            nothingFoundMessage="No such value"
          />
          {preview.error && into ? (
            <ErrorState message={plainError(preview.error).message} />
          ) : null}
          {target && preview.data ? (
            <Text size="sm" component="output" display="block">
              {inWords(preview.data)} Then {value.label} is gone; this can&apos;t be undone.
            </Text>
          ) : null}
          {saving.general ? <ErrorState message={saving.general} /> : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} disabled={saving.busy}>
              Cancel
            </Button>
            <Button
              type="submit"
              color="red.8"
              loading={saving.busy}
              disabled={!target || !preview.data || preview.isFetching}
            >
              {preview.data && target
                ? `Move ${formatCounted(preview.data.conversations, "conversation")}`
                : "Merge"}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function inWords({
  conversations,
  storylines,
  documents,
}: {
  conversations: number;
  storylines: string[];
  documents: number;
}): string {
  const parts = [
    `${formatCounted(conversations, "conversation")} ${conversations === 1 ? "moves" : "move"}`,
    ...(storylines.length > 0
      ? [`${formatCounted(storylines.length, "storyline")} will name the other value`]
      : []),
    ...(documents > 0 ? [`${formatCounted(documents, "document")} will be filed there`] : []),
  ];
  return `${parts.join(", ")}.`;
}
