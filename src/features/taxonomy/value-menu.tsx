"use client";

import { ActionIcon, Menu } from "@mantine/core";
import {
  IconArrowDown,
  IconArrowMerge,
  IconArrowUp,
  IconDots,
  IconPencil,
  IconArchive,
} from "@tabler/icons-react";
import { useState } from "react";
import { MergeDialog } from "./merge-dialog.tsx";
import { useTaxonomyActions } from "./use-taxonomy-actions.ts";
import { ValueForm } from "./value-form.tsx";
import type { EditableDimension, EditableValue } from "#/core/taxonomy/edit-schema.ts";

/** What can be done with one value. */
export function ValueMenu({
  projectId,
  dimension,
  value,
}: {
  projectId: string;
  dimension: EditableDimension;
  value: EditableValue;
}) {
  const { retireValue, reorder } = useTaxonomyActions(projectId);
  const [open, setOpen] = useState<"edit" | "merge" | null>(null);
  const offered = dimension.values.filter((each) => !each.retired);
  const at = offered.findIndex((each) => each.key === value.key);
  const swapWith = (other: EditableValue | undefined) => {
    if (!other) return;
    const keys = dimension.values.map((each) => each.key);
    const swapped = keys.map((key) =>
      key === value.key ? other.key : key === other.key ? value.key : key,
    );
    void reorder(dimension.key, swapped);
  };
  return (
    <>
      <Menu position="bottom-end" shadow="md" width={190} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={28}
            flex="none"
            aria-label={`Actions for ${value.label}`}
          >
            <IconDots size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => setOpen("edit")}>
            Edit
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowUp size={15} />}
            disabled={at <= 0}
            onClick={() => swapWith(offered[at - 1])}
          >
            Move up
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowDown size={15} />}
            disabled={at >= offered.length - 1}
            onClick={() => swapWith(offered[at + 1])}
          >
            Move down
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowMerge size={15} />}
            disabled={offered.length < 2}
            onClick={() => setOpen("merge")}
          >
            Merge into…
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArchive size={15} />}
            onClick={() =>
              void retireValue({ dimension: dimension.key, key: value.key }, value.label, true)
            }
          >
            Retire
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === "edit" ? (
        <ValueForm
          projectId={projectId}
          dimension={dimension}
          value={value}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {open === "merge" ? (
        <MergeDialog
          projectId={projectId}
          dimension={dimension}
          value={value}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </>
  );
}
