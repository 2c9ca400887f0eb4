import { describe, expect, it } from "vitest";
import {
  failure,
  nameOf,
  type PickedFile,
  portionsOf,
  readTextFiles,
  sortedReport,
} from "./read-files.ts";

function picked(
  name: string,
  bytes: string | number[],
  more: Partial<PickedFile> = {},
): PickedFile {
  return Object.assign(
    new File([typeof bytes === "string" ? bytes : new Uint8Array(bytes)], name),
    more,
  );
}

describe("the name of a picked file", () => {
  it("keeps the folder, without the marks of a drop", () => {
    expect(nameOf(picked("a.md", "x"))).toBe("a.md");
    expect(nameOf(picked("a.md", "x", { path: "./a.md" }))).toBe("a.md");
    expect(nameOf(picked("a.md", "x", { path: "/papers/a.md" }))).toBe("papers/a.md");
  });
});

describe("reading files as text", () => {
  it("takes UTF-8 and marked UTF-16, and drops the mark", async () => {
    const { texts, refused } = await readTextFiles([
      picked("plain.txt", "Größe"),
      picked("marked.txt", [0xef, 0xbb, 0xbf, 0x68, 0x69]),
      picked("wide.txt", [0xff, 0xfe, 0x68, 0x00, 0x69, 0x00]),
    ]);
    expect(refused).toEqual([]);
    expect(texts.map(({ content }) => content)).toEqual(["Größe", "hi", "hi"]);
  });

  it("names what isn't text and what is too large, and still takes the others", async () => {
    const { texts, refused } = await readTextFiles([
      picked("photo.png", [0x89, 0x50, 0x4e, 0x47, 0xff]),
      picked("table.bin", [0x41, 0x00, 0x42]),
      {
        name: "huge.md",
        size: 5_000_001,
        arrayBuffer: () => Promise.reject(new Error("not read")),
      },
      picked("good.md", "# Good"),
    ]);
    expect(texts).toEqual([{ name: "good.md", content: "# Good" }]);
    expect(refused.map(({ file }) => file)).toEqual(["photo.png", "table.bin", "huge.md"]);
    expect(refused[2]?.message).toContain("5.0 MB");
  });

  it("leaves hidden files of a folder out without a word", async () => {
    const { texts, refused } = await readTextFiles([
      picked(".DS_Store", [0, 1], { webkitRelativePath: "papers/.DS_Store" }),
      picked("config", "x", { webkitRelativePath: "papers/.git/config" }),
    ]);
    expect([texts, refused]).toEqual([[], []]);
  });
});

describe("portions", () => {
  it("keep every file, in order, within both limits", () => {
    const small = Array.from({ length: 120 }, (_, index) => ({ name: `${index}`, content: "x" }));
    expect(portionsOf(small).map((portion) => portion.length)).toEqual([50, 50, 20]);
    expect(portionsOf(small).flat()).toEqual(small);
    const large = ["a", "b", "c"].map((name) => ({ name, content: "y".repeat(4_500_000) }));
    expect(portionsOf(large).map((portion) => portion.length)).toEqual([1, 1, 1]);
    expect(portionsOf([])).toEqual([]);
  });
});

describe("a report", () => {
  it("counts, and puts failures first", () => {
    const added = { ...failure("a.md", "Added."), outcome: "added" as const };
    const unchanged = { ...failure("b.md", "Unchanged."), outcome: "unchanged" as const };
    const report = sortedReport([unchanged, added, failure("c.md", "No.")]);
    expect(report).toMatchObject({ added: 1, unchanged: 1, failed: 1 });
    expect(report.outcomes.map(({ file }) => file)).toEqual(["c.md", "a.md", "b.md"]);
  });
});
