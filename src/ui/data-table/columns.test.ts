import { expect, test } from "vitest";
import { type ColumnMeta, dataColumn, nextSort, visibleColumns } from "./columns.ts";

const own = { key: "position", direction: "asc" } as const;
const score: ColumnMeta = { label: "Score", sortKey: "score", width: 72 };

test("three clicks on a head go up, down, and back to the table's own order", () => {
  const first = nextSort(score, own, own);
  const second = nextSort(score, first, own);
  expect([first, second, nextSort(score, second, own)]).toEqual([
    { key: "score", direction: "asc" },
    { key: "score", direction: "desc" },
    own,
  ]);
});

test("a column may begin with the newest, and one without a key leaves the order alone", () => {
  const updated: ColumnMeta = {
    label: "Updated",
    sortKey: "updatedAt",
    firstDirection: "desc",
    width: 1,
  };
  expect(nextSort(updated, own, own)).toEqual({ key: "updatedAt", direction: "desc" });
  expect(nextSort({ label: "Writer", width: 1 }, own, own)).toEqual(own);
});

test("narrow places drop columns, what a person chose wins, and a fixed one always shows", () => {
  const columns = [
    dataColumn<{ id: string }>("title", { label: "Title", width: 1, fixed: true }, () => null),
    dataColumn<{ id: string }>("topic", { label: "Topic", width: 1, hiddenBelow: 700 }, () => null),
    dataColumn<{ id: string }>("tier", { label: "Tier", width: 1, hiddenBelow: 1000 }, () => null),
  ];
  expect(visibleColumns(columns, {}, 800)).toEqual({ title: true, topic: true, tier: false });
  const wide = [
    dataColumn<{ id: string }>("all", { label: "All", width: 1, hiddenBelow: 1300 }, () => null),
  ];
  expect(visibleColumns(wide, {}, 0)).toEqual({ all: false });
  expect(visibleColumns(wide, {}, 1400)).toEqual({ all: true });
  expect(visibleColumns(columns, { tier: true, topic: false, title: false }, 800)).toEqual({
    title: true,
    topic: false,
    tier: true,
  });
});
