import * as fc from "fast-check";
import { createLoader } from "nuqs/server";
import { expect, test } from "vitest";
import {
  conversationHref,
  conversationParsers,
  type ConversationQuery,
  conversationsHref,
  queryOf,
} from "./filter-url.ts";
import { sortKeys } from "#/core/conversations/schema.ts";
import { badges } from "#/core/conversations/states.ts";
import { builtInDimensions } from "#/core/taxonomy/schema.ts";

const load = createLoader(conversationParsers);
const read = (href: string) => queryOf(load(new URL(href, "http://bright.test")));

const slug = fc.stringMatching(/^[a-z0-9]+(?:[-_][a-z0-9]+)*$/, { maxLength: 30 });
const some = <T>(value: fc.Arbitrary<T>) => fc.uniqueArray(value, { minLength: 1, maxLength: 4 });
const dimension = fc.oneof(fc.constantFrom(...builtInDimensions), slug);
const filter = fc.record(
  {
    status: some(fc.constantFrom(...badges)),
    origin: some(fc.constantFrom("planned" as const, "seed" as const)),
    labels: fc.dictionary(dimension, some(slug), { minKeys: 1, maxKeys: 5, noNullPrototype: true }),
    documentId: some(fc.uuid()),
    practice: fc.boolean(),
    search: fc
      .string({ minLength: 1, maxLength: 200, unit: "grapheme" })
      .map((text) => text.trim()),
  },
  { requiredKeys: [] },
);
const query: fc.Arbitrary<ConversationQuery> = fc.record({
  filter: filter.filter(
    (each) => each.search === undefined || (each.search !== "" && each.search.length <= 200),
  ),
  sort: fc.record({
    key: fc.oneof(
      fc.constantFrom(...sortKeys),
      slug.map((name) => `label.${name}` as const),
    ),
    direction: fc.constantFrom("asc" as const, "desc" as const),
  }),
  page: fc.integer({ min: 1, max: 9_999 }),
});

test("a query written to the address is read back as it was", () => {
  fc.assert(
    fc.property(query, (each) => {
      expect(read(conversationsHref("p", each))).toEqual(each);
      expect(read(conversationHref("p", "c", each))).toEqual(each);
    }),
  );
});

test("a table as it comes has an address without a query", () => {
  expect(conversationsHref("p")).toBe("/projects/p/conversations");
  expect(read("/projects/p/conversations")).toEqual({
    filter: {},
    sort: { key: "position", direction: "asc" },
    page: 1,
  });
});

test("an address that makes no sense filters nothing instead of failing", () => {
  const strange =
    "/x?status=lost,approved&sort=height&page=-3&practice=perhaps&label=nodot,.x,__proto__.x&q=%20";
  expect(read(strange)).toEqual({
    filter: { status: ["approved"] },
    sort: { key: "position", direction: "asc" },
    page: 1,
  });
});

test("values of a project's own dimension stand beside the built-in ones", () => {
  const href = conversationsHref("p", {
    filter: { labels: { persona: ["saver"], region: ["north", "south"] } },
  });
  expect(href).toContain("persona=saver");
  expect(read(href).filter.labels).toEqual({ persona: ["saver"], region: ["north", "south"] });
});
