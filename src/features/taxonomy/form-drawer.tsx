"use client";

import { Alert, Button, Drawer, Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./taxonomy.module.css";
import type { Saving } from "./use-saving.ts";

/** A form at the side of the list that it changes. Its buttons stay in sight. */
export function FormDrawer({
  title,
  saving,
  onSave,
  onClose,
  children,
}: {
  title: string;
  saving: Saving;
  onSave: () => Promise<void>;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <Drawer
      opened
      onClose={onClose}
      title={title}
      position="right"
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void saving.save(onSave);
        }}
      >
        <Stack gap="md">
          {saving.general ? (
            <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle size={18} />}>
              <Text size="sm">{saving.general}</Text>
            </Alert>
          ) : null}
          {children}
        </Stack>
        <Group justify="flex-end" gap="xs" className={classes.foot ?? ""}>
          <Button variant="default" onClick={onClose} disabled={saving.busy}>
            Cancel
          </Button>
          <Button type="submit" loading={saving.busy}>
            Save
          </Button>
        </Group>
      </form>
    </Drawer>
  );
}
