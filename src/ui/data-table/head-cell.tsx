import { Table, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconArrowsSort } from "@tabler/icons-react";
import type { ColumnMeta, Sort } from "./columns.ts";
import classes from "./data-table.module.css";

/** The head of a column; one click sorts by it. */
export function HeadCell({
  meta,
  sort,
  onSort,
}: {
  meta: ColumnMeta;
  sort: Sort;
  onSort: () => void;
}) {
  const sorted = meta.sortKey !== undefined && sort.key === meta.sortKey;
  const ascending = sort.direction === "asc";
  const Icon = sorted ? (ascending ? IconArrowUp : IconArrowDown) : IconArrowsSort;
  return (
    <Table.Th
      mod={{ align: meta.align }}
      aria-sort={sorted ? (ascending ? "ascending" : "descending") : undefined}
      style={meta.grows ? { minWidth: meta.width } : { width: meta.width }}
    >
      {meta.sortKey ? (
        <UnstyledButton className={classes.sort ?? ""} mod={{ sorted }} onClick={onSort}>
          {meta.label}
          <Icon size={13} stroke={2} aria-hidden />
        </UnstyledButton>
      ) : (
        meta.label
      )}
    </Table.Th>
  );
}
