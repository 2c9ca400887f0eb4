import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { coverageSchema } from "./coverage-schema.ts";
import { findGaps } from "./coverage-gaps.ts";
import { getCoverage } from "./get-coverage.ts";
import { wantedCells } from "./wanted-cells.ts";
import { saveSetup } from "../projects/save-setup.ts";
import { sum } from "#/lib/sum.ts";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { addConversation, addDimension, eightTexts } from "../../../test/scene.ts";

let test: TestContext;
beforeAll(async () => {
  test = await createTestContext();
});
afterAll(() => test.close());

async function smallProject() {
  const { ctx, projectId } = await test.addWorkspace();
  await addDimension(ctx, projectId, "persona", ["zoe", "ann"]);
  await addDimension(ctx, projectId, "topic", ["tax", "debt"]);
  await addDimension(ctx, projectId, "tone", ["warm", "cool"]);
  const counts = { template: 8, scenario: 0, edge_case: 0 };
  await saveSetup({ ctx, input: { projectId, counts } });
  const add = (labels: Record<string, string>, more: object = {}) =>
    addConversation(ctx, projectId, { labels, ...more });
  return { ctx, projectId, add };
}

describe("getCoverage", () => {
  it("covers any two dimensions in the taxonomy's order, with what is wanted of each pair", async () => {
    const { ctx, projectId, add } = await smallProject();
    await add({ persona: "zoe", tone: "cool" });
    await add({ persona: "zoe", tone: "cool" }, { texts: eightTexts });
    await add({ persona: "zoe", tone: "cool" }, { texts: eightTexts, reviewState: "approved" });
    await add({ persona: "ann", tone: "gone" });
    await add({ persona: "ann", tone: "warm" }, { origin: "seed", texts: eightTexts });
    await add({ persona: "ann" });
    const input = { projectId, rowDimension: "persona", columnDimension: "tone" };
    const coverage = await getCoverage({ ctx, input });
    expect(coverageSchema.strict().parse(coverage)).toEqual(coverage);
    const none = { planned: 0, generated: 0, approved: 0 };
    expect(coverage).toMatchObject({
      target: 8,
      planned: 4,
      rows: [
        { key: "zoe", label: "Zoe", retired: false },
        { key: "ann", label: "Ann", retired: false },
      ],
      columns: [
        { key: "warm", label: "Warm", retired: false },
        { key: "cool", label: "Cool", retired: false },
        { key: "gone", label: "gone", retired: true },
      ],
      cells: [
        [
          { ...none, wanted: 2 },
          { planned: 3, generated: 2, approved: 1, wanted: 2 },
          { ...none, wanted: 0 },
        ],
        [
          { ...none, wanted: 2 },
          { ...none, wanted: 2 },
          { planned: 1, generated: 0, approved: 0, wanted: 0 },
        ],
      ],
      gapCount: 3,
    });
    expect(coverage.gaps[0]).toEqual({
      row: "zoe",
      column: "warm",
      planned: 0,
      wanted: 2,
      sentence: 'No conversation with persona "Zoe" and tone "Warm": 0 of 2 wanted',
    });
  });

  it("names the gaps as one would say them, and wants of tiers what the project set out for", async () => {
    const { ctx, projectId, add } = await smallProject();
    await add({ persona: "ann", topic: "tax" });
    const topics = await getCoverage({ ctx, input: { projectId, columnDimension: "topic" } });
    expect(topics.gaps.map(({ sentence }) => sentence)).toEqual([
      "No Zoe who asks about tax: 0 of 2 wanted",
      "No Zoe who asks about debt: 0 of 2 wanted",
      "No Ann who asks about debt: 0 of 2 wanted",
      "Ann who asks about tax: only 1 of 2 wanted",
    ]);
    const tiers = await getCoverage({ ctx, input: { projectId, columnDimension: "tier" } });
    expect(tiers.cells.map((line) => line.map(({ wanted }) => wanted))).toEqual([[4], [4]]);
  });

  it("wants nothing of what follows from documents, and knows a dimension against itself", async () => {
    const { ctx, projectId, add } = await smallProject();
    await add({ persona: "ann", content_category: "guides" });
    const input = { projectId, columnDimension: "content_category" };
    const byCategory = await getCoverage({ ctx, input });
    expect(byCategory.cells[1]).toEqual([{ planned: 1, generated: 0, approved: 0, wanted: null }]);
    expect(byCategory.gaps).toEqual([]);
    const same = { projectId, rowDimension: "persona", columnDimension: "persona" };
    const itself = await getCoverage({ ctx, input: same });
    expect(itself.cells.map((line) => line.map(({ wanted }) => wanted))).toEqual([
      [4, 0],
      [0, 4],
    ]);
  });

  it("refuses unknown dimensions and foreign projects", async () => {
    const { ctx, projectId } = await smallProject();
    await expect(
      getCoverage({ ctx, input: { projectId, rowDimension: "mood" } }),
    ).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringMatching(/no dimension "mood".*persona/),
      fields: [{ field: "rowDimension" }],
    });
    await expect(getCoverage({ ctx, input: { projectId: test.projectId } })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

const weighed = (key: string) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 8 })
    .filter((weights) => weights.some((weight) => weight > 0))
    .map((weights) => weights.map((weight, place) => ({ key: `${key}${place}`, weight })));

describe("what is wanted", () => {
  it("adds up to the target, within one of each pair's share of its row", () => {
    fc.assert(
      fc.property(weighed("r"), weighed("c"), fc.nat(300), (rows, columns, target) => {
        const wanted = wantedCells({ rows, columns }, target, []);
        expect(sum(wanted.flat())).toBe(target);
        const total = sum(columns.map(({ weight }) => weight));
        wanted.forEach((line) => {
          const ofRow = sum(line);
          line.forEach((cell, column) => {
            const share = (ofRow * (columns[column]?.weight ?? 0)) / total;
            expect(Math.abs(cell - share)).toBeLessThan(1);
          });
        });
      }),
    );
  });

  it("an even plan has no gap, wherever its odd rows lie", () => {
    const axis = (key: string, size: number) =>
      Array.from({ length: size }, (_, place) => ({ key: `${key}${place}`, weight: 1 }));
    const [rows, columns] = [axis("r", 3), axis("c", 4)];
    const planned = [
      [2, 1, 1, 1],
      [1, 1, 2, 1],
      [1, 1, 1, 1],
    ];
    expect(wantedCells({ rows, columns }, 14, planned)).toEqual(planned);
  });

  it("gaps come worst first", () => {
    const cell = (planned: number, wanted: number) => ({
      planned,
      generated: 0,
      approved: 0,
      wanted,
    });
    const value = (key: string) => ({ key, label: key.toUpperCase(), retired: false });
    const gaps = findGaps(
      {
        rows: [value("a"), value("b")],
        columns: [value("x"), value("y")],
        cells: [
          [cell(1, 2), cell(0, 1)],
          [cell(1, 5), cell(3, 2)],
        ],
      },
      { row: { key: "k", label: "K" }, column: { key: "l", label: "L" }, language: "en" },
    );
    expect(gaps.map(({ row, column }) => row + column)).toEqual(["bx", "ay", "ax"]);
  });
});
