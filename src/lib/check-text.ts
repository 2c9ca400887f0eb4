import { problem, problemAt, type Problem } from "./file-problem.ts";
import { storableText } from "./storable-text.ts";

/** More characters than this share (0..1) that stand for undecodable bytes or control something: no text. */
const MAX_STRANGE_SHARE = 0.05;

/** A file's text without byte order mark, with line feeds alone, as the database can hold it; or why not. */
export function checkText(
  content: string,
  maxBytes: number,
): { text: string } | { problem: Problem } {
  const bytes = Buffer.byteLength(content);
  if (bytes > maxBytes) {
    const size = (bytes / 1_000_000).toFixed(1);
    return {
      problem: problem(
        `It has ${size} MB, and a file has at most ${maxBytes / 1_000_000} MB. Part it into smaller files and import those.`,
      ),
    };
  }
  const nul = content.indexOf("\u0000");
  if (nul >= 0) {
    return {
      problem: problemAt(content, nul, {
        reason: "This isn't text",
        found: "a NUL byte",
        expected: "readable text",
      }),
    };
  }
  const text = storableText(content.replace(/^\uFEFF+/, "").replaceAll(/\r\n?/g, "\n"));
  if (text.trim() === "") {
    return { problem: problem("The file is empty. Put text into it and import it again.") };
  }
  const strange = text.match(/[\uFFFD\p{Cc}]/gu)?.filter((each) => !/[\t\n\f\v\u0085]/.test(each));
  if ((strange?.length ?? 0) > text.length * MAX_STRANGE_SHARE) {
    return {
      problem: problem(
        "This doesn't look like text: too many of its characters can't be read. Save it as text in UTF-8 and import it again.",
        "text in UTF-8",
      ),
    };
  }
  return { text };
}
