import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getFacets } from "./get-facets.ts";
import { getNeighbours } from "./get-neighbours.ts";
import { listConversations } from "./list-conversations.ts";
import { type ConversationFilter, type ConversationRow, sortKeys } from "./schema.ts";
import { badges } from "./states.ts";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { addConversation, addDimension, eightTexts } from "../../../test/scene.ts";

const personas = ["zed", "amy", "mid"];
const emotions = ["fear", "hope"];
const dimensions: Record<string, string[]> = { persona: personas, emotion: emotions };

let test: TestContext;
let rows: ConversationRow[];
const all = (input: Partial<Parameters<typeof listConversations>[0]["input"]> = {}) =>
  listConversations({
    ctx: test.ctx,
    input: { projectId: test.projectId, pageSize: 200, ...input },
  });

beforeAll(async () => {
  test = await createTestContext();
  for (const [dimension, values] of Object.entries(dimensions)) {
    await addDimension(test.ctx, test.projectId, dimension, values);
  }
  const pick = <T>(list: readonly T[], place: number) => list[place % list.length] as T;
  for (let place = 0; place < 40; place += 1) {
    const written = place % 3 !== 0;
    await addConversation(test.ctx, test.projectId, {
      position: place,
      reference: place === 39 ? "T-1000" : `T-${String(960 + place)}`,
      tier: pick(["template", "scenario", "edge_case"] as const, place),
      origin: place % 11 === 5 ? "seed" : "planned",
      labels: {
        ...(place % 7 !== 0 && { persona: pick(personas, place) }),
        emotion: pick(emotions, (place * 7) >> 2),
      },
      ...(written && { texts: eightTexts.slice(0, 2 + (place % 4) * 2), score: (place % 9) + 1 }),
      ...(written && { reviewState: pick(["none", "approved", "needs_review"] as const, place) }),
      ...(!written && {
        generationState: pick(["not_generated", "failed", "queued"] as const, place / 3),
      }),
      isPractice: written && place % 4 === 1,
    });
  }
  rows = (await all()).rows;
});
afterAll(() => test.close());

/** The rule of the filter, once more and in plain words. */
function matches(row: ConversationRow, filter: ConversationFilter, without?: string): boolean {
  const isIn = (list: readonly string[] | undefined, value: string | undefined, axis: string) =>
    axis === without || !list?.length || (value !== undefined && list.includes(value));
  return (
    isIn(filter.status, row.badge, "status") &&
    isIn(filter.origin, row.origin, "origin") &&
    (without === "practice" ||
      filter.practice === undefined ||
      filter.practice === row.isPractice) &&
    Object.entries(filter.labels ?? {}).every(([dimension, values]) =>
      isIn(values, dimension === "tier" ? row.tier : row.labels[dimension], dimension),
    )
  );
}

const anyFilter = fc.record(
  {
    status: fc.subarray([...badges]),
    origin: fc.subarray(["planned", "seed"] as const).map((list) => [...list]),
    practice: fc.boolean(),
    labels: fc.record(
      {
        persona: fc.subarray(personas),
        emotion: fc.subarray(emotions),
        tier: fc.subarray(["template", "scenario", "edge_case"]),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

describe("listConversations", () => {
  it("lists what the filter says, in table order", async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter, async (filter) => {
        const page = await all({ filter });
        const expected = rows.filter((row) => matches(row, filter));
        expect(page.rows.map((row) => row.id)).toEqual(expected.map((row) => row.id));
        expect(page.total).toBe(expected.length);
      }),
      { numRuns: 60 },
    );
  });

  it("sorts by every key, without a value last, equal rows in table order", async () => {
    const keyOf: Record<string, (row: ConversationRow) => string | number | null> = {
      position: (row) => rows.indexOf(row),
      reference: (row) => Number(row.reference.slice(2)),
      title: (row) => row.title.toLowerCase(),
      persona: (row) => row.labels.persona ?? null,
      emotion: (row) => row.labels.emotion ?? null,
      topic: (row) => row.labels.topic ?? null,
      tier: (row) => ["template", "scenario", "edge_case"].indexOf(row.tier),
      status: (row) => badges.indexOf(row.badge),
      score: (row) => row.score,
      messageCount: (row) => row.messageCount,
      updatedAt: (row) => row.updatedAt.getTime(),
      "label.persona": (row) => row.labels.persona ?? null,
    };
    const labelKey = "label.persona" as const;
    for (const key of [...sortKeys, labelKey]) {
      for (const direction of ["asc", "desc"] as const) {
        const sorted = (await all({ sort: { key, direction } })).rows.map((row) => row.id);
        const value = (id: string) => {
          const row = rows.find((one) => one.id === id);
          return row ? (keyOf[key]?.(row) ?? null) : null;
        };
        const expected = rows
          .map((row) => row.id)
          .toSorted((one, other) => compare(value(one), value(other), direction));
        if (key === "updatedAt") {
          expect(sorted.map(value), `${key} ${direction}`).toEqual(expected.map(value));
        } else expect(sorted, `${key} ${direction}`).toEqual(expected);
      }
    }
  });

  it("names the dimensions where the project has none of that name to sort by", async () => {
    const sort = { key: "label.season", direction: "asc" } as const;
    await expect(all({ sort })).rejects.toMatchObject({
      code: "invalid_input",
      fields: [{ field: "sort.key", message: expect.stringContaining("persona, ") }],
    });
    await expect(all({ sort: { ...sort, key: "height" as "title" } })).rejects.toMatchObject({
      fields: [{ field: "sort.key", message: expect.stringContaining("updatedAt, or by") }],
    });
  });

  it("cuts pages without losing or doubling a row", async () => {
    const pages = [];
    for (let page = 1; page <= 5; page += 1) pages.push(await all({ page, pageSize: 9 }));
    expect(pages.map((page) => page.rows.length)).toEqual([9, 9, 9, 9, 4]);
    expect(pages.flatMap((page) => page.rows.map((row) => row.id))).toEqual(
      rows.map((row) => row.id),
    );
    expect(await all({ page: 99, pageSize: 9 })).toMatchObject({ rows: [], total: 40 });
  });

  it("refuses a status that doesn't exist in words", async () => {
    await expect(all({ filter: { status: ["done" as never] } })).rejects.toThrow(
      /A status is one of/,
    );
  });
});

describe("getFacets", () => {
  it("counts each axis under all filters but its own", async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter, async (filter) => {
        const facets = await getFacets({
          ctx: test.ctx,
          input: { projectId: test.projectId, filter },
        });
        const valueOf: Record<string, (row: ConversationRow) => string | undefined> = {
          status: (row) => row.badge,
          origin: (row) => row.origin,
          practice: (row) => String(row.isPractice),
          tier: (row) => row.tier,
          persona: (row) => row.labels.persona,
          emotion: (row) => row.labels.emotion,
        };
        for (const [axis, value] of Object.entries(valueOf)) {
          const expected: Record<string, number> = {};
          for (const row of rows.filter((row) => matches(row, filter, axis))) {
            const key = value(row);
            if (key !== undefined) expected[key] = (expected[key] ?? 0) + 1;
          }
          expect(facets.counts[axis] ?? {}, axis).toEqual(expected);
        }
        expect(facets.total).toBe(rows.filter((row) => matches(row, filter)).length);
      }),
      { numRuns: 60 },
    );
  });

  it("lets a search narrow every count", async () => {
    const facets = await getFacets({
      ctx: test.ctx,
      input: { projectId: test.projectId, filter: { search: "T-1000" } },
    });
    expect(facets.total).toBe(1);
    expect(Object.values(facets.counts.emotion ?? {})).toEqual([1]);
  });
});

describe("getNeighbours", () => {
  it("finds the rows beside each one, in the filter and the order of the table", async () => {
    const filter = { labels: { emotion: ["fear"] } };
    const sort = { key: "score", direction: "desc" } as const;
    const page = await all({ filter, sort });
    const ids = page.rows.map((row) => row.id);
    expect(ids.length).toBeGreaterThan(5);
    for (const [place, conversationId] of ids.entries()) {
      const input = { projectId: test.projectId, conversationId, filter, sort };
      expect(await getNeighbours({ ctx: test.ctx, input })).toEqual({
        previousId: ids[place - 1] ?? null,
        nextId: ids[place + 1] ?? null,
        place: place + 1,
        total: ids.length,
      });
    }
  });

  it("knows a row outside the filter, and refuses an unknown one", async () => {
    const outside = rows.find((row) => row.badge === "failed");
    const input = {
      projectId: test.projectId,
      conversationId: outside?.id ?? "",
      filter: { status: ["approved" as const] },
    };
    const approved = rows.filter((row) => row.badge === "approved").length;
    expect(await getNeighbours({ ctx: test.ctx, input })).toEqual({
      previousId: null,
      nextId: null,
      place: null,
      total: approved,
    });
    const unknown = { ...input, conversationId: crypto.randomUUID() };
    await expect(getNeighbours({ ctx: test.ctx, input: unknown })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

function compare(
  one: string | number | null,
  other: string | number | null,
  direction: "asc" | "desc",
): number {
  if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
  const order = one < other ? -1 : one > other ? 1 : 0;
  return direction === "asc" ? order : -order;
}
