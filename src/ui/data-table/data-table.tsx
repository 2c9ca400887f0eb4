"use client";

import { Box, Checkbox, Skeleton, Table } from "@mantine/core";
import { useTable } from "@tanstack/react-table";
import { type ReactNode, useMemo } from "react";
import { type DataColumn, features, nextSort, type Sort } from "./columns.ts";
import classes from "./data-table.module.css";
import { HeadCell } from "./head-cell.tsx";
import { onRowKeys } from "./row-keys.ts";
import { isSelected, pageState, type RowSelection } from "./row-selection.ts";

interface DataTableProps<Row extends { id: string }> {
  /** The name of the table for those who don't see it. */
  label: string;
  columns: DataColumn<Row>[];
  /** Undefined while loading: grey rows stand in the places of the real ones. */
  rows: Row[] | undefined;
  visibility: Record<string, boolean>;
  sort: Sort;
  /** The order that a third click returns to. */
  ownSort: Sort;
  /** Needed where a column can be sorted. */
  onSort?: (sort: Sort) => void;
  selection?: {
    value: RowSelection;
    onRow: (id: string, range: boolean) => void;
    onPage: () => void;
    nameOf: (row: Row) => string;
  };
  /** Buttons over the end of the row, shown on hover and focus. */
  renderActions?: (row: Row) => ReactNode;
  /** The rows shown are of the former query; the new ones are on their way. */
  stale?: boolean;
  /** Pixels of its place (0: not known yet); a wider table scrolls inside its own box. */
  width?: number;
}

const LOADING_ROWS = 12;

/** A table whose columns, order and visibility come from one list of columns. Rows are links. */
export function DataTable<Row extends { id: string }>(props: DataTableProps<Row>) {
  const { label, columns, rows, visibility, selection, width = 0, stale = false } = props;
  const data = useMemo(() => rows ?? [], [rows]);
  const table = useTable({
    features,
    columns,
    data,
    getRowId: (row) => row.id,
    state: { columnVisibility: visibility },
  });
  const heads = table.getHeaderGroups().flatMap((group) => group.headers);
  const least = heads.reduce((sum, head) => sum + (head.column.columnDef.meta?.width ?? 0), 0);
  const minWidth = least + (selection ? 38 : 0);
  const scrolls = width > 0 && minWidth > width;
  const pageIds = data.map(({ id }) => id);
  const page = selection ? pageState(selection.value, pageIds) : "none";

  return (
    <Box
      className={classes.box ?? ""}
      mod={{ scrolls }}
      tabIndex={scrolls ? 0 : undefined}
      role={scrolls ? "region" : undefined}
      aria-label={scrolls ? `${label}, can be scrolled` : undefined}
    >
      <Table
        aria-label={label}
        aria-busy={rows === undefined || stale}
        className={classes.table ?? ""}
        style={{ minWidth }}
      >
        <Table.Thead className={classes.head ?? ""}>
          <Table.Tr>
            {selection ? (
              <Table.Th className={classes.tick ?? ""}>
                <Checkbox
                  size="xs"
                  aria-label="Select all on this page"
                  checked={page === "all"}
                  indeterminate={page === "some"}
                  disabled={data.length === 0}
                  onChange={selection.onPage}
                />
              </Table.Th>
            ) : null}
            {heads.map((head) => {
              const { meta } = head.column.columnDef;
              if (!meta) return null;
              return (
                <HeadCell
                  key={head.id}
                  meta={meta}
                  sort={props.sort}
                  onSort={() => props.onSort?.(nextSort(meta, props.sort, props.ownSort))}
                />
              );
            })}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody
          onKeyDown={onRowKeys(selection?.onRow)}
          className={classes.body ?? ""}
          mod={{ stale }}
        >
          {rows === undefined
            ? Array.from({ length: LOADING_ROWS }, (_, index) => (
                <Table.Tr key={index} className={classes.row ?? ""}>
                  {selection ? <Table.Td className={classes.tick ?? ""} /> : null}
                  {heads.map((head) => (
                    <Table.Td key={head.id}>
                      <Skeleton
                        height={12}
                        width={`${52 + ((index * 17 + head.id.length * 7) % 40)}%`}
                      />
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))
            : null}
          {table.getRowModel().rows.map((row) => {
            const selected = selection ? isSelected(selection.value, row.id) : false;
            return (
              <Table.Tr
                key={row.id}
                data-row={row.id}
                className={classes.row ?? ""}
                mod={{ selected }}
              >
                {selection ? (
                  <Table.Td className={classes.tick ?? ""}>
                    <Checkbox
                      size="xs"
                      className={classes.above ?? ""}
                      aria-label={`Select ${selection.nameOf(row.original)}`}
                      checked={selected}
                      onChange={(event) => selection.onRow(row.id, isRange(event.nativeEvent))}
                    />
                  </Table.Td>
                ) : null}
                {row.getVisibleCells().map((cell, place, cells) => (
                  <Table.Td key={cell.id} mod={{ align: cell.column.columnDef.meta?.align }}>
                    <table.FlexRender cell={cell} />
                    {place === cells.length - 1 && props.renderActions ? (
                      <div className={classes.actions}>{props.renderActions(row.original)}</div>
                    ) : null}
                  </Table.Td>
                ))}
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Box>
  );
}

/** A click with Shift held: the check box's own event is the click that caused it. */
function isRange(event: Event): boolean {
  return "shiftKey" in event && event.shiftKey === true;
}
