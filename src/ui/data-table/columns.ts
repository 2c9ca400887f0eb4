import {
  type ColumnDef,
  columnVisibilityFeature,
  createColumnHelper,
  metaHelper,
  tableFeatures,
} from "@tanstack/react-table";

/** What a column says of itself beside its cell: the one description that head, sort and menu read. */
export interface ColumnMeta {
  label: string;
  /** The key that the server sorts by; none: the column can't be sorted. */
  sortKey?: string;
  /** The direction of the first click. */
  firstDirection?: "asc" | "desc";
  /** Pixels; the least width of a column that grows. */
  width: number;
  grows?: boolean;
  align?: "right";
  /** Left out by itself where the table is narrower than this, in pixels; the column menu overrules it. */
  hiddenBelow?: number;
  /** Always shown. */
  fixed?: boolean;
}

export const features = tableFeatures({
  columnVisibilityFeature,
  columnMeta: metaHelper<ColumnMeta>(),
});
type Features = typeof features;

export type DataColumn<Row extends object> = ColumnDef<Features, Row>;
type Cell<Row extends object> = (row: Row) => React.ReactNode;

/** A column from its description and the look of its cell. */
export function dataColumn<Row extends object>(
  id: string,
  meta: ColumnMeta,
  cell: Cell<Row>,
): DataColumn<Row> {
  return createColumnHelper<Features, Row>().display({
    id,
    meta,
    enableHiding: !meta.fixed,
    header: meta.label,
    cell: ({ row }) => cell(row.original),
  });
}

/** Pixels that a table usually has on a desk; taken until the page could be measured. */
const USUAL_WIDTH = 1_100;

/** Which columns show at a width (0: not measured yet), given what the person chose. */
export function visibleColumns<Row extends object>(
  columns: DataColumn<Row>[],
  chosen: Record<string, boolean>,
  width: number,
): Record<string, boolean> {
  return Object.fromEntries(
    columns.map(({ id = "", meta }) => {
      const fits = (width || USUAL_WIDTH) >= (meta?.hiddenBelow ?? 0);
      return [id, meta?.fixed ? true : (chosen[id] ?? fits)];
    }),
  );
}

export interface Sort {
  key: string;
  direction: "asc" | "desc";
}

/** The next click on a head: its first direction, then the other one, then the table's own order. */
export function nextSort(meta: ColumnMeta, current: Sort, own: Sort): Sort {
  const first = meta.firstDirection ?? "asc";
  const second = first === "asc" ? "desc" : "asc";
  if (!meta.sortKey) return current;
  if (current.key !== meta.sortKey) return { key: meta.sortKey, direction: first };
  return current.direction === first ? { key: meta.sortKey, direction: second } : own;
}
