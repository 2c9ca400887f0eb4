import * as fc from "fast-check";
import { expect, test } from "vitest";
import { chosenOn, isFiltered, withChosen } from "./filter-axes.ts";
import { applicableTo, notYetWritten } from "./selected-rows.ts";
import type { ConversationFilter } from "#/core/conversations/schema.ts";
import { nothingSelected, selectAllMatching } from "#/ui/data-table/row-selection.ts";

const filter: ConversationFilter = {
  status: ["approved", "flagged"],
  labels: { persona: ["saver"], topic: ["debt", "tax"] },
  search: "rent",
};
const axes = ["status", "origin", "document", "practice", "persona", "region"];

test("choosing on one axis changes that axis alone", () => {
  fc.assert(
    fc.property(fc.constantFrom(...axes), (axis) => {
      const values = { status: ["failed"], origin: ["seed"], practice: ["true"] }[axis] ?? ["x"];
      const next = withChosen(filter, axis, values);
      expect(chosenOn(next, axis)).toEqual(values);
      for (const other of axes.filter((each) => each !== axis)) {
        expect(chosenOn(next, other)).toEqual(chosenOn(filter, other));
      }
      expect(next.search).toBe("rent");
    }),
  );
});

test("an axis without values leaves no trace", () => {
  expect(withChosen({ labels: { persona: ["saver"] } }, "persona", [])).toEqual({});
  expect(isFiltered(withChosen({ practice: false }, "practice", []))).toBe(false);
});

test("statuses stand in the order of a conversation's life, whatever order they were ticked in", () => {
  expect(withChosen({}, "status", ["failed", "queued"]).status).toEqual(["queued", "failed"]);
});

const facets = { total: 30, counts: { status: { not_generated: 20, failed: 3, approved: 7 } } };

test("what is not written yet follows the filter and its own status", () => {
  expect(notYetWritten({}, facets)).toEqual({
    count: 23,
    selection: { kind: "filter", filter: { status: ["not_generated", "failed"] } },
  });
  expect(notYetWritten({ status: ["failed"] }, facets)?.count).toBe(3);
  expect(notYetWritten({ status: ["approved"] }, facets)).toBeNull();
});

test("of all that match, those with a text are the ones that a decision is asked for", () => {
  const all = selectAllMatching();
  const none = { generate: null, decide: null, remove: null };
  expect(applicableTo(all, new Map(), {}, facets)).toEqual({ ...none, decide: 7 });
  expect(applicableTo(all, new Map(), {}, undefined)).toEqual(none);
});

test("a filter that shows only what isn't written leaves nothing to decide", () => {
  const all = selectAllMatching();
  expect(applicableTo(all, new Map(), { status: ["not_generated"] }, facets).decide).toBe(0);
  expect(applicableTo(all, new Map(), { status: ["failed"] }, facets).decide).toBe(0);
  expect(applicableTo(all, new Map(), { status: ["queued"] }, facets).generate).toBe(0);
  expect(applicableTo(nothingSelected, new Map(), {}, facets).remove).toBe(0);
});
