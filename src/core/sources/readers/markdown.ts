import { cleanMarkdown } from "../clean-markdown.ts";
import { parseBlocks, plainLine } from "../parse-blocks.ts";
import { readFrontMatter } from "../read-front-matter.ts";
import type { DocumentReader } from "./reader.ts";

export const markdownReader: DocumentReader = {
  endings: [".md", ".markdown"],
  mediaType: "text/markdown",
  read: (text) => {
    const parts = readFrontMatter(text);
    if ("problem" in parts) return parts;
    const content = cleanMarkdown(parts.body)
      .replace(/^(?:[^\S\n]*\n)+/, "")
      .trimEnd();
    const first = parseBlocks(content).find((block) => block.type === "heading");
    const heading = first ? plainLine(content.slice(first.start, first.end)) : "";
    return { content, frontMatter: parts.frontMatter, heading: heading || null };
  },
};
