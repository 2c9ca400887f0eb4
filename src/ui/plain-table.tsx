import { Table } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./plain-table.module.css";
import { ScrollBox } from "./scroll-box.tsx";

/** A table to read: quiet heads, thin lines, and its own scrolling where it is wider than its place. */
export function PlainTable({
  label,
  minWidth,
  children,
}: {
  label: string;
  /** Pixels below which the table scrolls. */
  minWidth?: number;
  /** `Table.Thead` and `Table.Tbody`. */
  children: ReactNode;
}) {
  const table = (
    <Table aria-label={label} className={classes.table ?? ""}>
      {children}
    </Table>
  );
  if (minWidth === undefined) return table;
  return (
    <ScrollBox label={label} minWidth={minWidth}>
      {table}
    </ScrollBox>
  );
}
