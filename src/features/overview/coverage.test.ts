import { describe, expect, it } from "vitest";
import {
  cellInWords,
  chooseAxis,
  type Coverage,
  coverageInWords,
  heatOf,
  lackingLabels,
  mostPlanned,
} from "./coverage.ts";

const cell = (planned: number, generated = 0, approved = 0) => ({ planned, generated, approved });
const coverage: Coverage = {
  rowDimension: "persona",
  columnDimension: "emotion",
  rows: [
    { key: "saver", label: "Saver" },
    { key: "retiree", label: "Retiree" },
  ],
  columns: [
    { key: "fear", label: "Fear" },
    { key: "hope", label: "Hope" },
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
    expect(cellInWords(cell(0))).toBe("none");
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
