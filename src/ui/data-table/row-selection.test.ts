import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  countSelected,
  hasSelection,
  isSelected,
  nothingSelected,
  pageState,
  selectAllMatching,
  togglePage,
  toggleRow,
  type RowSelection,
} from "./row-selection.ts";

const pageIds = ["a", "b", "c", "d", "e"];
const of = (...ids: string[]): RowSelection => ({
  ids: new Set(ids),
  allMatching: false,
  anchor: null,
});
const ticked = (selection: RowSelection) => [...selection.ids].sort();
const anyOfPage = fc.subarray(pageIds).map((ids) => of(...ids));

test("a second click on a row takes the first one back", () => {
  fc.assert(
    fc.property(anyOfPage, fc.constantFrom(...pageIds), (selection, id) => {
      const once = toggleRow(selection, { id, pageIds });
      expect(isSelected(once, id)).toBe(!isSelected(selection, id));
      expect(ticked(toggleRow(once, { id, pageIds }))).toEqual(ticked(selection));
    }),
  );
});

test("a range gives every row between the two what the last one gets, and touches no other", () => {
  fc.assert(
    fc.property(
      anyOfPage,
      fc.constantFrom(...pageIds),
      fc.constantFrom(...pageIds),
      (selection, from, to) => {
        const begun = toggleRow(selection, { id: from, pageIds });
        const ended = toggleRow(begun, { id: to, pageIds, range: true });
        const places = [pageIds.indexOf(from), pageIds.indexOf(to)];
        for (const [place, id] of pageIds.entries()) {
          const between = place >= Math.min(...places) && place <= Math.max(...places);
          expect(isSelected(ended, id)).toBe(
            between ? !isSelected(begun, to) : isSelected(begun, id),
          );
        }
      },
    ),
  );
});

test("a range that began on another page ticks the one row", () => {
  const elsewhere = { ...of("x"), anchor: "x" };
  expect(ticked(toggleRow(elsewhere, { id: "c", pageIds, range: true }))).toEqual(["c", "x"]);
});

test("the page's box ticks what is missing first, then unticks the page alone", () => {
  const some = of("a", "x");
  expect(pageState(some, pageIds)).toBe("some");
  const all = togglePage(some, pageIds);
  expect(ticked(all)).toEqual([...pageIds, "x"]);
  expect(pageState(all, pageIds)).toBe("all");
  expect(ticked(togglePage(all, pageIds))).toEqual(["x"]);
});

test("all matching counts them all, and unticking one keeps the rest of this page only", () => {
  const all = selectAllMatching();
  expect(countSelected(all, 213)).toBe(213);
  expect(pageState(all, pageIds)).toBe("all");
  const without = toggleRow(all, { id: "b", pageIds });
  expect(ticked(without)).toEqual(["a", "c", "d", "e"]);
  expect(countSelected(without, 213)).toBe(4);
  expect(hasSelection(togglePage(all, pageIds))).toBe(false);
});

test("an empty page has nothing ticked", () => {
  expect(pageState(nothingSelected, [])).toBe("none");
});
