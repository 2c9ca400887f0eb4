import { expect, it } from "vitest";
import { failure, sortedReport } from "./read-files.ts";
import { placeOf, reportInWords } from "./report-words.ts";

it("counts what became of the files", () => {
  expect(reportInWords(sortedReport([failure("a.md", "No."), failure("b.md", "No.")]))).toBe(
    "0 added · 0 unchanged · 2 failed",
  );
  expect(reportInWords(sortedReport([]))).toContain("no file");
});

it("names the place of a fault as far as it is known", () => {
  expect(placeOf({ line: 3, column: 7 })).toBe("Line 3, column 7");
  expect(placeOf({ line: 3, column: null })).toBe("Line 3");
  expect(placeOf({ line: null, column: null })).toBeNull();
});
