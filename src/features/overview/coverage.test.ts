import { describe, expect, it } from "vitest";
import {
  cellInWords,
  chooseAxis,
  coverageInWords,
  heatOf,
  lackingLabels,
  isGap,
  mostPlanned,
  placeCell,
} from "./coverage.ts";
import type { Coverage } from "#/core/overview/coverage-schema.ts";

const cell = (planned: number, generated = 0, approved = 0, wanted: number | null = null) => ({
  planned,
  generated,
  approved,
  wanted,
});
const coverage: Coverage = {
  rowDimension: "persona",
  columnDimension: "emotion",
  target: 6,
  planned: 6,
  gaps: [],
  gapCount: 0,
  rows: [
    { key: "saver", label: "Saver", retired: false },
    { key: "retiree", label: "Retiree", retired: false },
  ],
  columns: [
    { key: "fear", label: "Fear", retired: false },
    { key: "hope", label: "Hope", retired: true },
  ],
  cells: [
    [cell(4, 3, 1), cell(0)],
    [cell(2), cell(0)],
  ],
};

describe("coverage", () => {
  it("shades by the fullest cell", () => {
    expect(mostPlanned(coverage)).toBe(4);
    expect(heatOf(cell(2), 4)).toBe(0.5);
    expect(heatOf(cell(0), 0)).toBe(0);
  });
  it("names what nothing is planned for", () => {
    expect(lackingLabels(coverage)).toEqual(["Hope"]);
    expect(coverageInWords(coverage)).toBe(
      "2 of 4 pairs have a conversation planned. Nothing is planned for Hope.",
    );
  });
  it("doesn't list everything while nothing is planned", () => {
    const empty = { ...coverage, cells: coverage.cells.map((line) => line.map(() => cell(0))) };
    expect(coverageInWords(empty)).toBe("0 of 4 pairs have a conversation planned.");
  });
  it("reads a cell aloud", () => {
    expect(cellInWords(cell(6, 4, 2))).toBe("2 approved, 4 written, 6 planned");
    expect(cellInWords(cell(6, 4, 2, 7))).toBe("2 approved, 4 written, 6 planned of 7 wanted");
    expect(cellInWords(cell(0))).toBe("none planned");
    expect(cellInWords(cell(0, 0, 0, 2))).toBe("none planned of 2 wanted");
  });
  it("knows what a pair stands for, and whether plans may add to it", () => {
    const wanted = { ...coverage, cells: [[cell(1, 0, 0, 2), cell(1, 0, 0, 0)]] };
    expect(placeCell(wanted, 0, 0)).toEqual({
      cell: cell(1, 0, 0, 2),
      labels: { persona: "saver", emotion: "fear" },
      name: "Saver, Fear",
      canPlan: true,
    });
    expect(placeCell(wanted, 0, 1)?.canPlan).toBe(false);
    expect(placeCell(coverage, 0, 0)?.canPlan).toBe(false);
    expect(placeCell(wanted, 3, 0)).toBeUndefined();
    expect([isGap(cell(1, 0, 0, 2)), isGap(cell(2, 0, 0, 2)), isGap(cell(0))]).toEqual([
      true,
      false,
      false,
    ]);
  });
  it("has no lines without values", () => {
    expect(coverageInWords({ ...coverage, rows: [], columns: [], cells: [] })).toBe("");
  });
});

describe("choosing an axis", () => {
  const axes = { rows: "persona", columns: "emotion" };
  it("changes one side", () =>
    expect(chooseAxis(axes, "rows", "topic")).toEqual({ rows: "topic", columns: "emotion" }));
  it("swaps rather than showing a dimension against itself", () =>
    expect(chooseAxis(axes, "rows", "emotion")).toEqual({ rows: "emotion", columns: "persona" }));
});
