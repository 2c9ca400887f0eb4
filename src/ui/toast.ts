import { notifications } from "@mantine/notifications";

/** A short word that something worked. */
export function toastDone(message: string): void {
  notifications.show({ message, color: "spruce", autoClose: 5_000 });
}

/** A failure that left no place of its own on the page. */
export function toastFailed(message: string): void {
  notifications.show({ title: "This didn't work", message, color: "red", autoClose: 12_000 });
}
