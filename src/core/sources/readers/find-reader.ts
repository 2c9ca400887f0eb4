import { markdownReader } from "./markdown.ts";
import type { DocumentReader } from "./reader.ts";
import { textReader } from "./text.ts";
import { problem, type Problem } from "#/lib/file-problem.ts";

const readers: readonly DocumentReader[] = [markdownReader, textReader];

/** Known formats that can't be read, by the name people use. */
const known: Record<string, string> = {
  ".pdf": "A PDF",
  ".docx": "A Word document",
  ".doc": "A Word document",
  ".odt": "An OpenDocument text",
  ".rtf": "An RTF text",
  ".pages": "A Pages document",
  ".html": "A web page",
  ".htm": "A web page",
};

/** The reader for a file by the ending of its name, or a sentence about what can be read. */
export function findReader(fileName: string): DocumentReader | { problem: Problem } {
  const ending = (/\.[^./\\]*$/.exec(fileName)?.[0] ?? "").toLowerCase();
  const reader = readers.find((each) => each.endings.includes(ending));
  if (reader) return reader;
  const what =
    known[ending] ?? (ending ? `A file that ends in ${ending}` : "A file without an ending");
  return {
    problem: problem(
      `${what} can't be read. Save it as Markdown (.md) or text (.txt) and import that.`,
      "a file that ends in .md, .markdown, .txt or .text",
    ),
  };
}
