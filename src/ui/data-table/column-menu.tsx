"use client";

import { ActionIcon, Button, Checkbox, Popover, Stack } from "@mantine/core";
import { IconColumns3 } from "@tabler/icons-react";
import type { DataColumn } from "./columns.ts";

/** Which columns are shown. */
export function ColumnMenu<Row extends object>({
  columns,
  visibility,
  onChange,
  onReset,
}: {
  columns: DataColumn<Row>[];
  visibility: Record<string, boolean>;
  onChange: (id: string, visible: boolean) => void;
  onReset: () => void;
}) {
  return (
    <Popover position="bottom-end" shadow="md" width={200} trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="default" size={30} aria-label="Columns" title="Columns">
          <IconColumns3 size={16} stroke={1.7} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p="sm" aria-label="Columns">
        <Stack gap={10}>
          {columns
            .filter(({ meta }) => !meta?.fixed)
            .map(({ id = "", meta }) => (
              <Checkbox
                key={id}
                size="xs"
                label={meta?.label}
                checked={visibility[id] ?? true}
                onChange={(event) => onChange(id, event.currentTarget.checked)}
              />
            ))}
          <Button variant="subtle" size="compact-xs" onClick={onReset}>
            As it was
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
