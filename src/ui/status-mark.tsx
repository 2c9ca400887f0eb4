import { Box } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./status-mark.module.css";

export type StatusTone = "quiet" | "busy" | "info" | "warn" | "good" | "bad";

/** A state as icon, word and colour: the colour is never alone. */
export function StatusMark({
  tone,
  icon,
  label,
  spinning = false,
}: {
  tone: StatusTone;
  icon: ReactNode;
  label: string;
  spinning?: boolean;
}) {
  return (
    <Box component="span" className={classes.mark ?? ""} mod={{ tone }}>
      <Box component="span" className={classes.icon ?? ""} mod={{ spinning }} aria-hidden>
        {icon}
      </Box>
      {label}
    </Box>
  );
}
