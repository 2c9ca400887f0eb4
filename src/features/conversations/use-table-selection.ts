"use client";

import { useState } from "react";
import type { ConversationFilter, ConversationRow } from "#/core/conversations/schema.ts";
import {
  nothingSelected,
  type RowSelection,
  selectAllMatching,
  togglePage,
  toggleRow,
} from "#/ui/data-table/row-selection.ts";

interface Held {
  /** The filter that it was made under: under another one nothing is selected. */
  under: string;
  value: RowSelection;
  /** Every row that was ticked, as it was last seen. */
  seen: ReadonlyMap<string, ConversationRow>;
}

const nothingSeen: ReadonlyMap<string, ConversationRow> = new Map();

/** The ticked rows of the table. They stay from page to page, and go when the filter changes. */
export function useTableSelection(filter: ConversationFilter, rows: ConversationRow[]) {
  const under = JSON.stringify(filter);
  const [held, setHeld] = useState<Held>({ under, value: nothingSelected, seen: nothingSeen });
  const current =
    held.under === under ? held : { under, value: nothingSelected, seen: nothingSeen };
  const pageIds = rows.map(({ id }) => id);
  const seen = new Map([...current.seen, ...rows.map((row) => [row.id, row] as const)]);

  return {
    value: current.value,
    seen,
    onRow: (id: string, range: boolean) =>
      setHeld({ under, seen, value: toggleRow(current.value, { id, pageIds, range }) }),
    onPage: () => setHeld({ under, seen, value: togglePage(current.value, pageIds) }),
    selectAllMatching: () => setHeld({ under, seen, value: selectAllMatching() }),
    clear: () => setHeld({ under, seen: nothingSeen, value: nothingSelected }),
  };
}
