import type { Block } from "../parse-blocks.ts";
import type { FrontMatter } from "../read-front-matter.ts";
import type { Problem } from "#/lib/file-problem.ts";

/** What a reader makes of a file's text: the text as it is stored, and what the file says of itself. */
export interface ReadText {
  content: string;
  /** Of the content, in their order. */
  blocks: Block[];
  frontMatter: FrontMatter;
  /** The first heading, where the format has headings. */
  heading: string | null;
}

/** One format of documents. To add one is to add a file and name it in `find-reader.ts`. */
export interface DocumentReader {
  /** Endings of file names, in lower case, with the dot. */
  endings: readonly string[];
  mediaType: "text/markdown" | "text/plain";
  /** @param text with line feeds alone and something in it. */
  read: (text: string) => ReadText | { problem: Problem };
}
