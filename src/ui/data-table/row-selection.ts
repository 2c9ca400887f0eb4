/** Which rows are ticked: some by id, or all that the filter matches, seen or not. */
export interface RowSelection {
  ids: ReadonlySet<string>;
  allMatching: boolean;
  /** Where a range with Shift begins. */
  anchor: string | null;
}

export const nothingSelected: RowSelection = { ids: new Set(), allMatching: false, anchor: null };

export function isSelected(selection: RowSelection, id: string): boolean {
  return selection.allMatching || selection.ids.has(id);
}

/** Whether anything is ticked at all. */
export function hasSelection(selection: RowSelection): boolean {
  return selection.allMatching || selection.ids.size > 0;
}

/**
 * Ticks or unticks a row; with `range`, all rows of the page from the last one touched to this one get
 * what this one gets. Unticking one of "all matching" keeps the others of this page, because what lies
 * on other pages was never looked at.
 */
export function toggleRow(
  selection: RowSelection,
  { id, pageIds, range = false }: { id: string; pageIds: readonly string[]; range?: boolean },
): RowSelection {
  const ids = new Set(selection.allMatching ? pageIds : selection.ids);
  const select = !isSelected(selection, id);
  for (const each of range ? rangeOf(pageIds, selection.anchor, id) : [id]) {
    if (select) ids.add(each);
    else ids.delete(each);
  }
  return { ids, allMatching: false, anchor: id };
}

/** Ticks the whole page, or unticks it when all of it was ticked; rows of other pages stay. */
export function togglePage(selection: RowSelection, pageIds: readonly string[]): RowSelection {
  if (selection.allMatching) return nothingSelected;
  const ids = new Set(selection.ids);
  const full = pageState(selection, pageIds) === "all";
  for (const id of pageIds) {
    if (full) ids.delete(id);
    else ids.add(id);
  }
  return { ids, allMatching: false, anchor: null };
}

export function selectAllMatching(): RowSelection {
  return { ids: new Set(), allMatching: true, anchor: null };
}

/** What the page's own check box shows. */
export function pageState(
  selection: RowSelection,
  pageIds: readonly string[],
): "all" | "some" | "none" {
  const ticked = pageIds.filter((id) => isSelected(selection, id)).length;
  if (ticked === 0) return "none";
  return ticked === pageIds.length ? "all" : "some";
}

/** How many rows are ticked, of `total` that the filter matches. */
export function countSelected(selection: RowSelection, total: number): number {
  return selection.allMatching ? total : selection.ids.size;
}

function rangeOf(pageIds: readonly string[], from: string | null, to: string): readonly string[] {
  const start = from === null ? -1 : pageIds.indexOf(from);
  const end = pageIds.indexOf(to);
  if (start < 0 || end < 0) return [to];
  return pageIds.slice(Math.min(start, end), Math.max(start, end) + 1);
}
