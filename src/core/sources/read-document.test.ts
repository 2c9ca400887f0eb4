import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { readDocument, slugOf } from "./read-document.ts";
import { MAX_FILE_BYTES } from "./schema.ts";

const folder = join(import.meta.dirname, "../../../test/fixtures/sources");
const fixture = (name: string) => ({ name, content: readFileSync(join(folder, name), "utf8") });

function read(name: string, content: string) {
  const result = readDocument({ name, content });
  if ("problem" in result) throw new Error(result.problem.message);
  return result;
}

function refuse(name: string, content: string) {
  const result = readDocument({ name, content });
  if (!("problem" in result)) throw new Error(`${name} was read`);
  return result.problem;
}

test("reads fields, text and passages of a Markdown file", () => {
  const { name, content } = fixture("house-rules.md");
  const document = read(name, content);
  expect(document).toMatchObject({
    title: "House Rules for a First Meeting",
    mediaType: "text/markdown",
    frontMatter: { audience: "beginner", category: "Process Documentation & Workflows" },
  });
  expect(document.content.startsWith("# House rules\n\nBring what there is.")).toBe(true);
  expect(document.content).not.toMatch(/printed copy|<div/);
  expect(document.content).toContain("# this is not a heading\n<p>this is not a tag</p>");
  expect(document.chunks.map((chunk) => chunk.heading)).toEqual(["House rules > The first hour"]);
});

test("a text file has no headings, and Windows line ends and byte order mark are gone", () => {
  const { name, content } = fixture("tuesday_notes.txt");
  const document = read(name, content);
  expect(document.title).toBe("tuesday notes");
  expect(document.content).toBe("Notes of a Tuesday\n\n# 14 people came.\nNobody brought $1,200.");
  expect(document.chunks.map((chunk) => chunk.heading)).toEqual([""]);
});

test("the title is taken from the fields, else the first heading, else the name", () => {
  expect(read("a.md", "---\ntitle: 2026\n---\n# Heading\ntext").title).toBe("2026");
  expect(read("a.md", "Before.\n\nThe *real* [title](x)\n=====\n").title).toBe("The real title");
  expect(read("papers/The_first-one.md", "Only text.").title).toBe("The first one");
});

test("broken fields are named by line and column, and nothing crashes on odd ones", () => {
  const { name, content } = fixture("broken-front-matter.md");
  expect(refuse(name, content)).toMatchObject({
    line: 4,
    expected: "fields such as title: My paper",
  });
  expect(refuse("a.md", "---\ntitle: a: b\n---\ntext")).toMatchObject({ line: 2, column: 8 });
  expect(refuse("a.md", "---\ntitle: x\ntitle: y\n---\ntext")).toMatchObject({
    line: 3,
    column: 1,
  });
  expect(refuse("a.md", "---\ntitle: x\n\ntext").message).toContain("never closed");
  const bomb = `---\na: &a [x]\n${Array.from({ length: 9 }, (_, i) => `b${i}: &b${i} [${`*${i ? `b${i - 1}` : "a"},`.repeat(9)}]`).join("\n")}\n---\ntext`;
  expect(refuse("a.md", bomb).message).toContain("too many references");
  expect(read("a.md", "---\n__proto__: {title: x}\nconstructor: y\n---\ntext").title).toBe("a");
  expect(read("a.md", "---\n\n---\ntext").content).toBe("text");
  expect(read("a.md", "---\n---\ntext").content).toBe("text");
  expect(read("a.md", "---\nA remark between rules.\n---\n\ntext").content).toContain("A remark");
  expect(read("a.md", "---\n\nA rule at the start.").content).toContain("A rule");
});

test.each([
  ["report.pdf", "%PDF", "A PDF can't be read."],
  ["letter.DOCX", "PK", "A Word document can't be read."],
  ["sheet.csv", "a,b", "A file that ends in .csv can't be read."],
  ["README", "text", "A file without an ending can't be read."],
  ["empty.md", "", "The file is empty."],
  ["blank.md", " \n\t\u00A0\r\n", "The file is empty."],
  ["comment.md", "---\ntitle: x\n---\n<!-- nothing -->\n", "fields or comments and no text"],
  ["image.txt", "\uFFFD\uFFFDJFIF\uFFFD\uFFFD", "doesn't look like text"],
  ["big.md", "x".repeat(MAX_FILE_BYTES + 1), "at most 5 MB"],
])("%s is refused with a sentence", (name, content, sentence) => {
  expect(refuse(name, content).message).toContain(sentence);
});

test("a NUL byte is named by its place", () => {
  expect(refuse("a.txt", "one\ntw\u0000o")).toMatchObject({
    line: 2,
    column: 3,
    found: "a NUL byte",
  });
});

test("any text is read or refused, and what is read can be stored", () => {
  assert(
    property(string({ unit: "binary", maxLength: 400 }), (content) => {
      for (const name of ["a.md", "a.txt"]) {
        const result = readDocument({ name, content });
        if ("problem" in result) continue;
        expect(result.content.isWellFormed()).toBe(true);
        expect(result.content).not.toMatch(/[\0\r]/);
        expect(result.title.trim()).not.toBe("");
        for (const { charStart, charEnd, content: passage } of result.chunks) {
          expect(result.content.slice(charStart, charEnd)).toBe(passage);
        }
      }
    }),
    { numRuns: 500 },
  );
});

test("slugs are made of the file's name", () => {
  expect(slugOf("papers/The Pantry_méthode (2).v1.md")).toBe("the-pantry-methode-2-v1");
  expect(slugOf("документ.md")).toBe("document");
});
