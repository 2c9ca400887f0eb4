import { Alert } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";

/** The sentence above a form's button when the whole of it was refused. */
export function FormError({ message }: { message: string | null }) {
  if (!message) return null;
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} />} role="alert">
      {message}
    </Alert>
  );
}
