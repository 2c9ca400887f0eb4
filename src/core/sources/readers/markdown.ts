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
    const body = parts.body.replace(/^(?:[^\S\n]*\n)+/, "").trimEnd();
    const blocks = parseBlocks(body);
    const content = cleanMarkdown(body, blocks)
      .replace(/^(?:[^\S\n]*\n)+/, "")
      .trimEnd();
    // Parsing takes the longest by far: what holds no markup is parsed once.
    const kept = content === body ? blocks : parseBlocks(content);
    const first = kept.find((block) => block.type === "heading");
    const heading = first ? plainLine(content.slice(first.start, first.end)) : "";
    return { content, blocks: kept, frontMatter: parts.frontMatter, heading: heading || null };
  },
};
