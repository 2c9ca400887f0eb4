"use client";

import { Anchor, Box } from "@mantine/core";
import { useElementSize, useLocalStorage, useMediaQuery } from "@mantine/hooks";
import { type ReactNode, useMemo } from "react";
import { ConversationCards } from "./conversation-cards.tsx";
import { conversationColumns } from "./conversation-columns.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { conversationHref } from "./filter-url.ts";
import { RowActions } from "./row-actions.tsx";
import { applicableTo, selectionOf } from "./selected-rows.ts";
import { SelectionBar } from "./selection-bar.tsx";
import type { ConversationQueryState } from "./use-conversation-query.ts";
import { useTableSelection } from "./use-table-selection.ts";
import type { TaxonomyLabels } from "./use-taxonomy-labels.ts";
import {
  type ConversationRow,
  conversationSortSchema,
  type Facets,
} from "#/core/conversations/schema.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { formatCount } from "#/lib/format.ts";
import { ColumnMenu } from "#/ui/data-table/column-menu.tsx";
import { type Sort, visibleColumns } from "#/ui/data-table/columns.ts";
import { DataTable } from "#/ui/data-table/data-table.tsx";
import { Pager } from "#/ui/data-table/pager.tsx";
import { countSelected, hasSelection, pageState } from "#/ui/data-table/row-selection.ts";

const planOrder: Sort = { key: "position", direction: "asc" };
const noRows: ConversationRow[] = [];

/** Filters, rows (a table, or cards in a narrow window), pages and the bar of the selection. */
export function ConversationList({
  projectId,
  query,
  names,
  page,
  facets,
  stale,
  pageSize,
  instead,
}: {
  projectId: string;
  query: ConversationQueryState;
  names: TaxonomyLabels;
  page: { rows: ConversationRow[]; total: number } | undefined;
  facets: Facets | undefined;
  stale: boolean;
  pageSize: number;
  /** Stands in the rows' place: an error, or that nothing matches. */
  instead: ReactNode;
}) {
  const { may } = useSession();
  const narrow = useMediaQuery("(max-width: 48em)") ?? false;
  const { ref, width } = useElementSize();
  const [chosen, setChosen] = useLocalStorage<Record<string, boolean>>({
    key: "bright-conversation-columns",
    defaultValue: {},
  });
  const { filter, sort } = query;
  const rows = page?.rows;
  const total = page?.total ?? 0;
  const selected = useTableSelection(filter, rows ?? noRows);
  const selection = may("decide") || may("write") ? selected : undefined;

  const listQuery = useMemo(() => ({ filter, sort, page: query.page }), [filter, sort, query.page]);
  const hrefOf = useMemo(
    () => (row: ConversationRow) => conversationHref(projectId, row.id, listQuery),
    [projectId, listQuery],
  );
  const columns = useMemo(() => conversationColumns(names, hrefOf), [names, hrefOf]);
  const visibility = visibleColumns(columns, chosen, width);
  const onSort = (next: Sort) => query.setSort(conversationSortSchema.parse(next));

  const table = narrow ? (
    <ConversationCards
      projectId={projectId}
      rows={rows}
      names={names}
      hrefOf={hrefOf}
      sort={sort}
      onSort={onSort}
      selection={selection}
    />
  ) : (
    <DataTable<ConversationRow>
      label="Conversations"
      columns={columns}
      rows={rows}
      visibility={visibility}
      sort={sort}
      ownSort={planOrder}
      onSort={onSort}
      stale={stale}
      width={width}
      {...(selection ? { selection: { ...selection, nameOf: (row) => row.reference } } : {})}
      renderActions={(row) => <RowActions projectId={projectId} row={row} />}
    />
  );

  return (
    <Box ref={ref}>
      <FilterBar
        projectId={projectId}
        filter={filter}
        names={names}
        facets={facets}
        onFilter={query.setFilter}
        onSearch={query.setSearch}
      >
        {narrow ? null : (
          <Box ml="auto">
            <ColumnMenu
              columns={columns}
              visibility={visibility}
              onChange={(id, visible) => setChosen({ ...chosen, [id]: visible })}
              onReset={() => setChosen({})}
            />
          </Box>
        )}
      </FilterBar>
      {instead ?? table}
      {selection && hasSelection(selection.value) && !instead ? (
        <SelectionBar
          projectId={projectId}
          count={countSelected(selection.value, total)}
          selection={selectionOf(selection.value, filter)}
          applicable={applicableTo(selection.value, selection.seen, filter, facets)}
          onClear={selection.clear}
          banner={<Banner selected={selection} rows={rows ?? noRows} total={total} />}
        />
      ) : null}
      {page && !instead ? (
        <Pager page={query.page} pageSize={pageSize} total={total} onPage={query.setPage} />
      ) : null}
    </Box>
  );
}

function Banner({
  selected,
  rows,
  total,
}: {
  selected: ReturnType<typeof useTableSelection>;
  rows: ConversationRow[];
  total: number;
}) {
  const { value } = selected;
  const full =
    pageState(
      value,
      rows.map(({ id }) => id),
    ) === "all";
  if (value.allMatching) return <>All {formatCount(total)} matching are selected.</>;
  if (!full || total <= value.ids.size) return <>{formatCount(value.ids.size)} selected</>;
  return (
    <>
      {value.ids.size === rows.length
        ? `All ${formatCount(rows.length)} on this page are selected.`
        : `${formatCount(value.ids.size)} selected.`}{" "}
      <Anchor component="button" type="button" size="sm" onClick={selected.selectAllMatching}>
        Select all {formatCount(total)} matching
      </Anchor>
    </>
  );
}
