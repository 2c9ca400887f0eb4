import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";

/** Says what was done and offers to take it back while it is fresh. Over the bar of buttons, never on it. */
export function toastWithUndo(message: string, onUndo: () => void): void {
  const isNarrow = globalThis.matchMedia("(max-width: 62em)").matches;
  const id = notifications.show({
    color: "spruce",
    autoClose: 8_000,
    position: isNarrow ? "top-center" : "bottom-right",
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm">{message}</Text>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            notifications.hide(id);
            onUndo();
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  });
}
