import { Tooltip, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import classes from "./conversations.module.css";
import { StatusBadge } from "./status-badge.tsx";
import type { Failure } from "#/core/calls/schema.ts";

/** Beside the badge of a row whose text stands: the newest try to write it anew failed. */
export function FailedTry({ failure }: { failure: Failure }) {
  const sentence = `The last try to write it anew failed: ${failure.message}`;
  return (
    <Tooltip label={sentence} multiline w={300} events={{ hover: true, focus: true, touch: true }}>
      <UnstyledButton className={classes.failed ?? ""} aria-label={sentence}>
        <IconAlertTriangle size={15} stroke={1.8} aria-hidden />
      </UnstyledButton>
    </Tooltip>
  );
}

/** "Failed", with the reason in a sentence on hover, focus and touch. */
export function FailedBadge({ failure }: { failure: Failure | null }) {
  const sentence =
    failure?.message ?? "It could not be written. Open the run to see what happened.";
  return (
    <Tooltip label={sentence} multiline w={300} events={{ hover: true, focus: true, touch: true }}>
      <UnstyledButton className={classes.failed ?? ""} aria-label={`Failed: ${sentence}`}>
        <StatusBadge badge="failed" />
      </UnstyledButton>
    </Tooltip>
  );
}
