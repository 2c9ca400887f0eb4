import * as fc from "fast-check";
import { expect, test } from "vitest";
import { choosePilot, distanceOf } from "./choose-pilot.ts";
import type { Labels } from "../taxonomy/schema.ts";

const anyRows = fc.array(
  fc
    .record({ persona: fc.nat(4), emotion: fc.nat(4), topic: fc.nat(4) })
    .map((values): { labels: Labels } => ({
      labels: Object.fromEntries(
        Object.entries(values).map(([key, value]) => [key, String(value)]),
      ),
    })),
  { maxLength: 14 },
);
type Rows = { labels: Labels }[];

const leastDistance = (rows: Rows) =>
  Math.min(
    ...rows.flatMap((one, place) =>
      rows.slice(place + 1).map((other) => distanceOf(one.labels, other.labels)),
    ),
  );

function triples(rows: Rows): Rows[] {
  return rows.flatMap((one, a) =>
    rows.slice(a + 1).flatMap((two, b) => rows.slice(a + b + 2).map((three) => [one, two, three])),
  );
}

test("three rows are at least half as far apart as any three could be, and always the same", () => {
  fc.assert(
    fc.property(anyRows, (rows) => {
      const chosen = choosePilot(rows, 3);
      expect(chosen).toHaveLength(Math.min(3, rows.length));
      expect(new Set(chosen).size).toBe(chosen.length);
      expect(choosePilot(rows, 3)).toEqual(chosen);
      if (rows.length < 3) return;
      const best = Math.max(...triples(rows).map(leastDistance));
      expect(leastDistance(chosen)).toBeGreaterThanOrEqual(best / 2 - 1e-9);
    }),
    { numRuns: 200 },
  );
});

test("one of each kind is found among many that are alike", () => {
  const row = (persona: string, topic: string) => ({ labels: { persona, topic } });
  const rows = [
    ...Array.from({ length: 20 }, () => row("saver", "tax")),
    row("retiree", "estate"),
    row("owner", "debt"),
  ];
  const personas = choosePilot(rows, 3).map(({ labels }) => labels.persona);
  expect(personas.sort()).toEqual(["owner", "retiree", "saver"]);
  expect(choosePilot(rows, 0)).toEqual([]);
  expect(choosePilot([], 3)).toEqual([]);
});
