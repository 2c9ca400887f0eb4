import { isMap, isScalar, parseDocument } from "yaml";
import { problem, problemAt, type Problem } from "#/lib/file-problem.ts";

/** What a document may say of itself. Other fields are left aside. */
export interface FrontMatter {
  title?: string;
  category?: string;
  audience?: string;
  summary?: string;
}

/** A fence of three hyphens, YAML, and a fence again, at the very start. */
const block = /^---[^\S\n]*\n([\s\S]*?)(?<=\n)(?:---|\.\.\.)[^\S\n]*(?:\n|$)/;

/**
 * Reads the YAML block at the start of a Markdown file. A text between two rules that is no list of
 * fields is no front matter and stays in the body.
 */
export function readFrontMatter(
  text: string,
): { frontMatter: FrontMatter; body: string } | { problem: Problem } {
  const match = block.exec(text);
  if (!match) {
    const opened = /^---[^\S\n]*\n[A-Za-z_][\w-]*:(?: |\n)/.test(text);
    if (!opened) return { frontMatter: {}, body: text };
    return {
      problem: problemAt(text, text.length, {
        reason: "The block of fields at the start is never closed",
        expected: 'a line with "---"',
      }),
    };
  }
  const yaml = match[1] ?? "";
  const body = text.slice(match[0].length);
  const document = parseDocument(yaml, { uniqueKeys: true, logLevel: "silent" });
  const [error] = document.errors;
  if (error) {
    return {
      problem: problemAt(text, text.indexOf("\n") + 1 + error.pos[0], {
        reason: `The block of fields at the start isn't valid YAML (${firstLine(error.message)})`,
        expected: "fields such as title: My paper",
      }),
    };
  }
  if (document.contents === null || isEmpty(document.contents)) return { frontMatter: {}, body };
  if (!isMap(document.contents)) return { frontMatter: {}, body: text };
  try {
    return { frontMatter: pick(document.toJS({ maxAliasCount: 100 })), body };
  } catch {
    return {
      problem: problem("The block of fields at the start holds too many references to be read."),
    };
  }
}

function isEmpty(contents: unknown): boolean {
  return isScalar(contents) && contents.value === null;
}

function firstLine(message: string): string {
  return (message.split("\n")[0] ?? "")
    .replace(/ at line \d+, column \d+:?$/, "")
    .replace(/(["'])quote$/, "$1")
    .replace(/[.:]$/, "");
}

function pick(fields: Record<string, unknown>): FrontMatter {
  const read = (...names: string[]) => {
    for (const name of names) {
      const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
      const text =
        typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
      if (text !== "") return text;
    }
    return undefined;
  };
  const found = {
    title: read("title"),
    category: read("category"),
    audience: read("audience"),
    summary: read("summary", "description"),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}
