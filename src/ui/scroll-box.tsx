import { Box } from "@mantine/core";
import type { ReactNode } from "react";

const reachable = { tabIndex: 0, role: "group" };

/** What is wider than its place scrolls in here, also by keyboard; the page around it stands still. */
export function ScrollBox({
  label,
  minWidth,
  maxHeight,
  children,
}: {
  /** What is inside, for those who don't see it. */
  label: string;
  /** Pixels below which the content scrolls instead of shrinking. */
  minWidth?: number;
  maxHeight?: number;
  children: ReactNode;
}) {
  return (
    // Positioned, so that what is hidden inside by position scrolls along instead of widening the page.
    <Box
      {...reachable}
      aria-label={label}
      mah={maxHeight}
      pos="relative"
      style={{ overflow: "auto" }}
    >
      {minWidth === undefined ? children : <div style={{ minWidth }}>{children}</div>}
    </Box>
  );
}
