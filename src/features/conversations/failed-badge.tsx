import { Tooltip, UnstyledButton } from "@mantine/core";
import classes from "./conversations.module.css";
import { StatusBadge } from "./status-badge.tsx";
import type { Failure } from "#/core/calls/schema.ts";

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
