import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";

/** What was done, with the way back for as long as it stands there. `undo` reports its own outcome. */
export function toastUndo({ message, undo }: { message: string; undo: () => void }): void {
  const id = notifications.show({
    autoClose: 12_000,
    color: "spruce",
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm">{message}</Text>
        <Button
          variant="default"
          size="compact-sm"
          flex="none"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  });
}
